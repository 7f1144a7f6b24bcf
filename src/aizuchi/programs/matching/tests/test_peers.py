from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from aizuchi.programs.matching import Peers, as_peers, find_candidates, find_peers, next_round, pair_up, rounds
from aizuchi.programs.matching.parts import InCommon
from aizuchi.programs.matching.rules import Forbidden


def pool(rng: np.random.Generator, people: int, *, density: float = 0.6, **more) -> Peers:
    two = np.array([both for both in combinations(range(people), 2) if rng.random() < density]).reshape(-1, 2)
    return Peers(people=people, first=two[:, 0], second=two[:, 1], score=rng.random(len(two)).round(1), **more)


def try_all(peers: Peers) -> tuple[int, int]:
    """The most pairs, and the most they can be worth then, in thousandths."""
    worth = {
        (a, b): round(1000 * c)
        for a, b, c in zip(peers.first.tolist(), peers.second.tolist(), peers.score.tolist(), strict=True)
    }
    best = {frozenset(): (0, 0)}
    for both, points in worth.items():
        for taken, (many, total) in list(best.items()):
            if not taken & set(both):
                then = taken | set(both)
                best[then] = max(best.get(then, (0, 0)), (many + 1, total + points))
    return max(best.values())


def test_most_have_somebody_and_the_pairs_are_worth_most() -> None:
    rng = np.random.default_rng(1)
    for case in range(30):
        peers = pool(rng, int(rng.integers(2, 8)), density=rng.random())
        worth = dict(zip(zip(peers.first.tolist(), peers.second.tolist(), strict=True), peers.score, strict=True))

        pairs = pair_up(peers)

        assert max(Counter(one for two in pairs for one in two).values(), default=1) == 1
        assert (len(pairs), round(1000 * sum(worth[two] for two in pairs))) == try_all(peers), case


def test_where_the_number_is_odd_a_volunteer_takes_two() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        peers = pool(rng, 7, density=1, volunteers=[2, 5])

        turns = Counter(one for two in pair_up(peers) for one in two)

        assert len(turns) == 7
        (double,) = [one for one, times in turns.items() if times == 2]
        assert double in (2, 5)


@pytest.mark.parametrize("volunteers", [[], [0]])
def test_where_the_number_is_even_nobody_takes_two(volunteers: list[int]) -> None:
    assert pair_up(Peers(people=2, first=[0], second=[1], score=[1.0], volunteers=volunteers)) == [(0, 1)]


def test_the_order_of_people_changes_nothing() -> None:
    rng = np.random.default_rng(3)
    for _ in range(10):
        ids = [f"p{n}" for n in range(9)]
        peers = pool(rng, 9, volunteers=[4], ids=ids)
        order, rows = rng.permutation(9), rng.permutation(len(peers.first))
        at = np.argsort(order)
        other = Peers(
            people=9,
            first=at[peers.second[rows]],
            second=at[peers.first[rows]],
            score=peers.score[rows],
            volunteers=[int(at[4])],
            ids=[ids[n] for n in order],
        )

        moved = sorted(tuple(sorted((int(order[a]), int(order[b])))) for a, b in pair_up(other))

        assert pair_up(peers) == moved


@pytest.mark.parametrize("people", [2, 4, 10, 31, 64])
def test_everybody_meets_everybody_before_anybody_meets_again(people: int) -> None:
    made = rounds(people)

    assert len(made) == (people if people % 2 else people - 1)
    assert all(len({one for two in pairs for one in two}) == people - people % 2 for pairs in made)
    assert sorted(two for pairs in made for two in pairs) == list(combinations(range(people), 2))


@pytest.mark.parametrize("people", [0, 1])
def test_too_few_have_no_round(people: int) -> None:
    assert rounds(people) == next_round(people, []) == pair_up(as_peers(find_peers(people=people, parts=[]))) == []


def test_round_after_round_nobody_meets_anybody_twice() -> None:
    past: list[tuple[int, int]] = []
    for _ in range(9):
        pairs = next_round(10, past)
        assert len({one for two in pairs for one in two}) == 10
        past += pairs

    assert sorted(past) == list(combinations(range(10), 2))
    assert next_round(10, past) == []


def test_who_met_elsewhere_does_not_meet_again_and_of_an_odd_number_one_takes_two() -> None:
    past = [(0, 1), (2, 3), (4, 0)]

    pairs = next_round(5, past, volunteers=[3])

    assert set(pairs).isdisjoint({(0, 1), (2, 3), (0, 4)})
    assert Counter(one for two in pairs for one in two) == {0: 1, 1: 1, 2: 1, 3: 2, 4: 1}


def test_a_pool_with_itself_makes_peers() -> None:
    """Each likes what the next one offers; the pair is worth the mean of both directions. One does not want another."""
    likes = np.eye(5, dtype=bool)
    worth = InCommon(name="topics", weight=1, mentee=np.roll(likes, 1, axis=1), mentor=likes)
    veto = Forbidden("veto", np.array([3]), np.array([2]), hidden=True)

    found = find_peers(people=5, parts=[worth], rules=[veto])
    peers = as_peers(found, volunteers=[0])

    score = dict(zip(zip(peers.first.tolist(), peers.second.tolist(), strict=True), peers.score, strict=True))
    assert score[0, 1] == score[1, 2] == score[0, 4] == 0.5
    assert score[0, 2] == 0
    assert set(score) == set(combinations(range(5), 2)) - {(2, 3)}
    assert found.rules == ()
    assert pair_up(peers) in ([(0, 1), (0, 2), (3, 4)], [(0, 3), (0, 4), (1, 2)]), "equally good"


def test_who_was_found_from_both_sides_is_one_pair_worth_the_mean() -> None:
    likes = np.eye(4, dtype=bool)
    worth = InCommon(name="topics", weight=1, mentee=np.roll(likes, 1, axis=1), mentor=likes)
    alone = Forbidden("oneself", np.arange(4), np.arange(4))

    peers = as_peers(find_candidates(mentees=4, mentors=4, capacity=np.ones(4), parts=[worth], rules=[alone]))

    pairs = list(zip(peers.first.tolist(), peers.second.tolist(), strict=True))
    assert pairs == list(combinations(range(4), 2))
    assert peers.score.tolist() == [0.5, 0, 0.5, 0.5, 0, 0.5]
