import pytest

from aizuchi.surveys.results.findings import AnswerRate, find, find_all, rate
from aizuchi.surveys.results.lines import ResultLine, list_lines
from aizuchi.surveys.results.tallies import QuestionSums, Tally, tally_lines
from aizuchi.surveys.structure import Kind
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE
from aizuchi.surveys.tests.definitions import question, steps, survey

ALL_KINDS = survey(
    question("mood"),
    question("table", Kind.MATRIX),
    question("which", Kind.MULTIPLE, takes_other=True),
    question("order", Kind.RANKING),
    question("tell", Kind.ZERO_TO_TEN),
    question("age", Kind.NUMBER),
    question("born", Kind.DATE),
    question("why", Kind.LONG_TEXT),
    question("read", Kind.INFORMATION),
)


def test_a_row_of_a_matrix_stands_for_itself_and_what_is_anybodys_own_is_not_counted() -> None:
    assert [line.key for line in list_lines(ALL_KINDS)] == ["mood", "table:a", "table:b", "which", "order", "tell"]


def test_people_are_counted_once_whatever_they_chose() -> None:
    sums = {
        "mood": QuestionSums(12, {"1": 3, NOT_APPLICABLE: 9}),
        "table": QuestionSums(4, {"a:2": 4}),
        "which": QuestionSums(5, {"1": 5, "other": 2}),
        "order": QuestionSums(6, {"3:1": 6, "2:2": 6}),
        "tell": QuestionSums(7, {"10": 7}),
    }

    found = tally_lines(list_lines(ALL_KINDS), sums)

    assert found == {
        "mood": Tally(3, {"1": 3}),
        "table:a": Tally(4, {"2": 4}),
        "which": Tally(5, {"1": 5, "other": 2}),
        "order": Tally(6, {"3": 6}),
        "tell": Tally(7, {"10": 7}),
    }


@pytest.mark.parametrize(
    ("codes", "is_reversed", "favourable"),
    [
        ("12345", False, "45"),
        ("12345", True, "12"),
        ("1234", False, "34"),
        ("1234", True, "12"),
        ("123", False, "3"),
        ("12", False, "2"),
        ("1234567", False, "567"),
    ],
)
def test_favourable_is_what_lies_beyond_the_middle(codes: str, is_reversed: bool, favourable: str) -> None:
    line = ResultLine(question("mood", choices=steps(*codes), is_reversed=is_reversed))

    assert line.favourable == set(favourable)


def test_of_choices_without_an_order_none_is_favourable() -> None:
    line = ResultLine(question("which", Kind.SINGLE))

    assert line.favourable == set()
    assert (find(line, Tally(10, {"1": 10})).mean, find(line, Tally(10, {"1": 10})).favourable) == (None, None)


def test_a_line_says_shares_mean_and_favourable_share_with_their_intervals() -> None:
    """The bounds are those of statsmodels, as in test_intervals."""
    found = find(ResultLine(question("mood")), Tally(12, {"1": 1, "2": 2, "3": 3, "4": 4, "5": 2}))

    assert [one.share.value for one in found.shares] == pytest.approx([1 / 12, 2 / 12, 3 / 12, 4 / 12, 2 / 12])
    assert found.mean is not None
    assert (found.mean.low, found.mean.high) == pytest.approx((2.551247312, 4.115419355), abs=1e-6)
    eight_of_ten = find(ResultLine(question("mood")), Tally(10, {"1": 2, "5": 8})).favourable
    assert eight_of_ten is not None
    assert (eight_of_ten.low, eight_of_ten.high) == pytest.approx((0.490162472, 0.943317849), abs=1e-6)


def test_a_scale_from_0_to_10_begins_at_0() -> None:
    found = find(ResultLine(question("tell", Kind.ZERO_TO_TEN)), Tally(10, {"0": 5, "10": 5}))

    assert found.mean is not None
    assert found.favourable is not None
    assert (len(found.shares), found.mean.value, found.favourable.value) == (11, 5, 0.5)


def test_a_choice_that_is_no_longer_offered_stands_where_somebody_chose_it() -> None:
    old = steps("1", "2")
    line = ResultLine(
        question("which", Kind.SINGLE, choices=(old[0], type(old[1])("2", old[1].words, is_retired=True)))
    )

    assert [one.choices[0].code for one in find(line, Tally(10, {"1": 10})).shares] == ["1"]
    assert [one.choices[0].code for one in find(line, Tally(10, {"1": 9, "2": 1})).shares] == ["1", "2"]


def test_only_lines_that_may_be_told_are_found_in_their_order() -> None:
    lines = list(list_lines(ALL_KINDS))
    told = {"tell": Tally(10, {"7": 10}), "mood": Tally(10, {"1": 10})}

    assert [one.line.key for one in find_all(lines, told)] == ["mood", "tell"]


@pytest.mark.parametrize(
    ("answered", "asked", "band"),
    [
        (0, 12, AnswerRate.FEW),
        (2, 12, AnswerRate.FEW),
        (3, 12, AnswerRate.SOME),
        (6, 12, AnswerRate.MANY),
        (9, 12, AnswerRate.MOST),
        (12, 12, AnswerRate.MOST),
        (0, 0, AnswerRate.FEW),
    ],
)
def test_how_many_answered_is_told_by_quarters(answered: int, asked: int, band: AnswerRate) -> None:
    assert rate(answered, asked) == band


@pytest.mark.parametrize("tally", [Tally(6, {"1": 3, "5": 3}), Tally(8, {"1+2+3+4+5": 8}, total=38)])
def test_a_mean_lies_within_its_scale_with_all_it_may_be(tally: Tally) -> None:
    mean = find(next(list_lines(survey(question("mood")))), tally).mean

    assert mean
    assert 1 <= mean.low <= mean.value <= mean.high <= 5


def test_all_answers_together_are_no_share_to_tell() -> None:
    line = next(list_lines(survey(question("mood"))))

    assert not find(line, Tally(10, {"1+2+3+4+5": 10}, total=30)).tells_shares
    assert find(line, Tally(10, {"1+2+3": 5, "4+5": 5}, total=30)).tells_shares
