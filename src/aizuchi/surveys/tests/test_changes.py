import pytest

from aizuchi.surveys.reading.associations import FEWEST_GROUPS, associate
from aizuchi.surveys.reading.changes import JudgedChange, Sureness, choose_told, judge
from aizuchi.surveys.reading.intervals import Interval


@pytest.mark.parametrize(
    ("change", "earlier", "sureness"),
    [
        (Interval(0.5, 0.1, 0.9), (), Sureness.QUITE_SURE),
        (Interval(-0.5, -0.9, -0.1), (-0.2, 0.0), Sureness.QUITE_SURE),
        (Interval(0.5, 0.1, 0.9), (0.2, -0.1), Sureness.PROBABLY),
        (Interval(0.5, -0.1, 1.1), (), Sureness.PROBABLY),
        (Interval(0.2, -0.4, 0.8), (), Sureness.CANNOT_TELL),
        (Interval(0.0, 0.0, 0.0), (), Sureness.CANNOT_TELL),
    ],
)
def test_how_sure_a_change_is(change: Interval, earlier: tuple[float, ...], sureness: Sureness) -> None:
    assert judge(change, earlier) == sureness


def change(key: str, value: float, low: float, high: float) -> JudgedChange[str]:
    interval = Interval(value, low, high)
    return JudgedChange(key, interval, judge(interval))


def test_the_largest_by_what_is_sure_of_them_are_told_with_how_many_were_looked_at() -> None:
    wide, narrow = change("wide", 1.0, 0.1, 1.9), change("narrow", -0.6, -0.8, -0.4)
    maybe, nothing = change("maybe", 0.5, -0.1, 1.1), change("nothing", 0.0, -1.0, 1.0)

    told = choose_told([nothing, maybe, wide, narrow])

    assert [one.key for one in told.changes] == ["narrow", "wide", "maybe"]
    assert told.looked_at == 4


def test_below_twelve_groups_nothing_is_said_to_go_with_anything() -> None:
    rising = [float(number) for number in range(FEWEST_GROUPS)]

    assert associate(rising[1:], rising[1:], [10] * (FEWEST_GROUPS - 1)) is None
    assert associate(rising, rising, [10] * FEWEST_GROUPS) is not None
    assert associate(rising, [1.0] * FEWEST_GROUPS, [10] * FEWEST_GROUPS) is None


def test_a_large_group_weighs_more() -> None:
    first = [float(number) for number in range(FEWEST_GROUPS)]
    second = [*first[:-1], -20.0]

    little = associate(first, second, [100] * (FEWEST_GROUPS - 1) + [1])
    much = associate(first, second, [1] * (FEWEST_GROUPS - 1) + [100])

    assert little is not None
    assert much is not None
    assert little.value > 0 > much.value
    assert little.low <= little.value <= little.high
