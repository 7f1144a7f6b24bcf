import pytest

from aizuchi.feedback.tests.attacks import colluding

SETTINGS = {"worlds": 300, "seed": 11}


@pytest.mark.parametrize("keep", [colluding.drop_all_crowded, colluding.drop_second_ones_first])
def test_pushing_others_out_isolates_somebody_where_tokens_are_not_counted(keep: colluding.Keep) -> None:
    """So that the others mean something: what one would do with boxes beyond the rights."""
    assert colluding.isolate_one(colluding.pass_for_many_others, keep=keep, **SETTINGS).success > 0.1


@pytest.mark.parametrize("windows", [1, 3])
def test_boxes_about_everybody_isolate_nobody(windows: int) -> None:
    assert colluding.isolate_one(colluding.send_boxes_about_everybody, windows=windows, **SETTINGS).hits == 0


@pytest.mark.parametrize("windows", [1, 3])
def test_two_tokens_isolate_nobody(windows: int) -> None:
    assert colluding.isolate_one(colluding.pass_for_two_others, windows=windows, **SETTINGS).hits == 0


def test_even_many_tokens_isolate_hardly_anybody_where_nobody_is_pushed_out() -> None:
    assert colluding.isolate_one(colluding.pass_for_many_others, **SETTINGS).hits <= 0.03 * SETTINGS["worlds"]


@pytest.mark.parametrize(
    ("keep", "says_second"), [(colluding.drop_all_crowded, False), (colluding.drop_second_ones_first, True)]
)
def test_what_was_pushed_out_shows_who_answered(keep: colluding.Keep, says_second: bool) -> None:
    """So that the next one means something; also if second devices alone are dropped."""
    result = colluding.ask_whether_answered(keep=keep, says_second=says_second, **SETTINGS)

    assert result.success > result.blind + 0.08


def test_a_box_that_says_it_is_a_second_one_shows_nothing() -> None:
    result = colluding.ask_whether_answered(says_second=True, **SETTINGS)

    assert result.success <= result.blind + 0.02


def test_a_lying_one_shows_less_than_where_boxes_are_dropped() -> None:
    """It proves a person more where the other is silent, which shows where a group is barely large enough."""
    ours, theirs = (
        colluding.ask_whether_answered(keep=keep, **SETTINGS)
        for keep in (colluding.keep_all, colluding.drop_all_crowded)
    )

    assert ours.success < theirs.success - 0.05
