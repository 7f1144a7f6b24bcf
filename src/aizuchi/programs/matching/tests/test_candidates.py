import numpy as np
import pytest

from aizuchi.programs.matching import Wish, assign, explain, find_candidates, measure, propose
from aizuchi.programs.matching import searching as module
from aizuchi.programs.matching.parts import Alike, InCommon, KindTable, Lead, RankedWishes, ScorePart
from aizuchi.programs.matching.rules import ByKind, Forbidden, Other, Rule, Same


def some_parts(rng: np.random.Generator, mentees: int, mentors: int) -> list[ScorePart]:
    wishes = rng.integers(0, mentors, mentees)
    here, there = (mentees, 9), (mentors, 9)
    return [
        RankedWishes(
            name="wishes",
            weight=3,
            for_mentee=1,
            mentees=mentees,
            mentors=mentors,
            pair_mentee=np.arange(mentees),
            pair_mentor=wishes,
            rank=np.ones(mentees, dtype=np.int64),
        ),
        InCommon(name="topics", weight=2, mentee=rng.random(here) < 0.4, mentor=rng.random(there) < 0.4),
        InCommon(
            name="times",
            weight=1,
            enough=2,
            mentee=rng.random((mentees, 9)) < 0.4,
            mentor=rng.random((mentors, 9)) < 0.4,
        ),
        Alike(
            name="answers", weight=1, mentee=rng.integers(-1, 3, (mentees, 4)), mentor=rng.integers(-1, 3, (mentors, 4))
        ),
        Lead(name="years", weight=1, mentee=rng.random(mentees), mentor=3 * rng.random(mentors), wished=1, reach=2),
        KindTable(
            name="units",
            weight=1,
            mentee=rng.integers(0, 3, mentees),
            mentor=rng.integers(0, 3, mentors),
            worth=rng.random((3, 3)),
        ),
    ]


def some_rules(rng: np.random.Generator, mentees: int, mentors: int) -> list[Rule]:
    return [
        Other("unit", rng.integers(-1, 3, mentees), rng.integers(-1, 3, mentors)),
        Same("site", rng.integers(0, 2, mentees), rng.integers(0, 2, mentors)),
        ByKind("flow", rng.integers(0, 3, mentees), rng.integers(0, 3, mentors), rng.random((3, 3)) < 0.8),
        Forbidden("line", np.arange(mentees), rng.integers(0, mentors, mentees)),
        Forbidden("veto", np.arange(mentees), rng.integers(0, mentors, mentees), hidden=True),
    ]


def test_the_best_of_both_sides_within_the_rules_are_found_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Against the whole table at once."""
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 100)
    rng = np.random.default_rng(1)
    for _ in range(5):
        mentees, mentors, best = 40, 15, 4
        parts, rules = some_parts(rng, mentees, mentors), some_rules(rng, mentees, mentors)
        capacity = rng.integers(0, 3, mentors)

        found = find_candidates(
            mentees=mentees, mentors=mentors, capacity=capacity, parts=parts, rules=rules, best=best
        )

        everybody = np.arange(mentees), np.arange(mentors)
        worth = [part.weight * part.of_block(*everybody) for part in parts]
        whole, known = sum(worth) / sum(part.weight for part in parts), sum(worth[1:]) / 9
        allowed = ~np.any([rule.forbids(*everybody) for rule in rules], axis=0) & (capacity > 0)
        there = np.zeros((mentees, mentors), dtype=bool)
        there[found.pair_mentee, found.pair_mentor] = True
        assert not there[~allowed].any()
        assert found.score == pytest.approx(whole[found.pair_mentee, found.pair_mentor], abs=1e-5)
        known = np.where(allowed, known, -1)
        for one, kept in zip((*known, *known.T), (*there, *there.T), strict=True):
            missing = one[(one >= 0) & ~kept]
            assert (one[kept] >= missing.max(initial=-1) - module.LOT).sum() >= min(best, (one >= 0).sum())


def test_pairs_blocks_and_products_say_the_same() -> None:
    rng = np.random.default_rng(2)
    mentee, mentor = (each.ravel() for each in np.indices((7, 5)))
    everybody = np.arange(7), np.arange(5)
    for part in some_parts(rng, 7, 5):
        one_by_one = part.of_pairs(mentee, mentor)
        assert part.of_block(*everybody).ravel() == pytest.approx(one_by_one), part.name
        if (factors := part.factors()) is not None:
            assert (factors[0] @ factors[1].T).ravel() == pytest.approx(one_by_one, abs=1e-6), part.name
    for rule in some_rules(rng, 7, 5):
        assert rule.forbids(*everybody).ravel().tolist() == rule.forbids_pairs(mentee, mentor).tolist(), rule.name


def test_where_all_are_equal_not_all_get_the_same_few() -> None:
    same = InCommon(name="topics", weight=1, mentee=np.ones((300, 1)), mentor=np.ones((100, 1)))

    found = find_candidates(mentees=300, mentors=100, capacity=np.full(100, 3), parts=[same], best=10)

    assert assign(found.make_problem(capacity=np.full(100, 3)), floor=False, stable=False).matched == 300


def test_wishes_are_candidates_unless_a_rule_forbids_them() -> None:
    worth = InCommon(name="topics", weight=1, mentee=np.ones((2, 1)), mentor=np.array([[1], [1], [0]]))
    wishes = RankedWishes(
        name="wishes", weight=1, for_mentee=1, mentees=2, mentors=3,
        pair_mentee=np.array([0, 1]), pair_mentor=np.array([2, 2]), rank=np.array([1, 1]),
    )  # fmt: skip
    veto = Forbidden("veto", np.array([1]), np.array([2]), hidden=True)

    found = find_candidates(
        mentees=2,
        mentors=3,
        capacity=np.ones(3),
        parts=[worth, wishes],
        rules=[veto],
        best=1,
    )

    pairs = set(zip(found.pair_mentee.tolist(), found.pair_mentor.tolist(), strict=True))
    assert (0, 2) in pairs
    assert (1, 2) not in pairs
    assert found.rules == ()
    assert found.ranks(np.array([0, 1]), np.array([2, 2]), np.array([1, 1])).sum() == 1


def test_nobody_is_left_alone_for_want_of_candidates() -> None:
    """All like the same mentor best, who has one place; the last mentee may meet nobody but that one."""
    mentee, mentor = np.ones((8, 1)), np.arange(8)[:, None] < 1
    worth = InCommon(name="topics", weight=1, mentee=mentee, mentor=mentor)
    line = Forbidden("line", np.full(7, 7), np.arange(1, 8))

    found = find_candidates(mentees=8, mentors=8, capacity=np.ones(8), parts=[worth], rules=[line], best=1)
    match = assign(found.make_problem(capacity=np.ones(8)))

    assert match.matched == 8
    assert len(found.score) < 57, "not everybody with everybody"


def test_a_veto_is_no_reason_that_anybody_is_told() -> None:
    """Mentee 0 is ruled out by the line, mentee 1 by a veto: of the second it is only said that all are full."""
    one = InCommon(name="topics", weight=1, mentee=np.ones((3, 1)), mentor=np.ones((1, 1)))
    rules = [
        Forbidden("line", np.array([0]), np.array([0])),
        Forbidden("veto", np.array([1]), np.array([0]), hidden=True),
    ]

    found = find_candidates(mentees=3, mentors=1, capacity=np.ones(1), parts=[one], rules=rules)
    match = assign(found.make_problem(capacity=np.ones(1)))

    assert {mentee: why.value for mentee, why in measure(match).unmatched.items()} == {0: "rules", 1: "all_full"}


def test_a_match_explains_itself() -> None:
    parts = some_parts(np.random.default_rng(4), 3, 3)
    found = find_candidates(mentees=3, mentors=3, capacity=np.ones(3), parts=parts)
    match = assign(found.make_problem(capacity=np.ones(3), mentee_rank=np.arange(1, 10)))

    told = explain(match, 1, contributions=found.contributions, parts=found.parts, rules=["line"], wishes=[0, 1])

    assert told is not None
    row = match.pair_of[1]
    assert len(told.reasons) <= 3
    assert told.reasons[0][1] == pytest.approx(found.contributions[row].max())
    assert [given for _, given in told.reasons] == sorted((given for _, given in told.reasons), reverse=True)
    assert told.mentee_rank == row + 1
    assert told.rules == ("line",)
    assert told.first_wish in (Wish.GIVEN, Wish.NOT_POSSIBLE)


NOTHING = np.zeros(0, dtype=np.int64)


@pytest.mark.parametrize(
    ("mentees", "capacity", "matched"), [(0, [], 0), (0, [1, 1, 1], 0), (3, [], 0), (3, [0, 0], 0), (3, [1, 0], 1)]
)
def test_where_nobody_comes_or_nobody_says_anything_there_is_a_match_all_the_same(
    mentees: int, capacity: list[int], matched: int
) -> None:
    mentors, parts, rules = len(capacity), list_parts_without_answers(mentees, len(capacity)), list_rules_for_nobody()

    for some in (parts, []):
        found = find_candidates(mentees=mentees, mentors=mentors, capacity=np.array(capacity), parts=some, rules=rules)
        problem = found.make_problem(capacity=np.array(capacity, dtype=np.int64))

        assert assign(problem).matched == propose(problem).matched == matched
        assert len(measure(assign(problem)).unmatched) == mentees - matched


def list_parts_without_answers(mentees: int, mentors: int) -> list[ScorePart]:
    nobody_knows = {"mentee": np.full(mentees, np.nan), "mentor": np.full(mentors, np.nan)}
    return [
        InCommon(name="topics", weight=1, mentee=np.zeros((mentees, 2)), mentor=np.zeros((mentors, 2))),
        InCommon(name="times", weight=1, enough=1, mentee=np.zeros((mentees, 2)), mentor=np.zeros((mentors, 2))),
        Alike(name="answers", weight=1, mentee=np.full((mentees, 3), -1), mentor=np.full((mentors, 3), -1)),
        Lead(name="years", weight=1, wished=1, reach=2, **nobody_knows),
        RankedWishes(
            name="wishes", weight=1, for_mentee=1, mentees=mentees, mentors=mentors,
            pair_mentee=NOTHING, pair_mentor=NOTHING, rank=NOTHING,
        ),
    ]  # fmt: skip


def list_rules_for_nobody() -> list[Rule]:
    return [Forbidden("line", NOTHING, NOTHING), Forbidden("veto", NOTHING, NOTHING, hidden=True)]
