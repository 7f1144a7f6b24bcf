"""The statistics, without a database: deterministic, because the draws have a seed."""

import random
from collections import Counter

import pytest

from aizuchi.hints.ranking import Count, choose, draw, rank, topic_prior

GOOD, FAIR, BAD, NEW = Count(400, 90), Count(400, 40), Count(400, 2), Count(0, 0)


def test_what_helps_more_often_stands_higher_and_what_helps_nobody_sinks() -> None:
    good, fair, bad = rank([[GOOD, FAIR, BAD]])[0]

    assert good.low > fair.low > bad.low


def test_one_lucky_beginning_does_not_beat_a_long_record() -> None:
    lucky, proven = rank([[Count(2, 1), GOOD]])[0]

    assert proven.low > lucky.low


def test_a_new_hint_has_a_better_chance_than_one_known_to_be_bad() -> None:
    good, bad, new = rank([[GOOD, BAD, NEW]])[0]

    assert bad.chance < new.chance < good.chance
    assert new.low > bad.low


def test_chances_of_a_cell_add_up_and_nobody_is_out_of_the_draw() -> None:
    for cell in rank([[GOOD, FAIR, BAD, NEW], [NEW]]):
        assert sum(weight.chance for weight in cell) == pytest.approx(1)
        assert all(weight.chance > 0 for weight in cell)


def test_the_prior_comes_from_the_topic() -> None:
    helpful, idle = topic_prior([[Count(500, 150)]]), topic_prior([[Count(500, 0)]])

    assert helpful[0] / sum(helpful) > 0.2 > idle[0] / sum(idle)
    assert sum(helpful) == pytest.approx(sum(idle))


def test_the_tenth_percentile_is_the_one_of_the_beta_distribution() -> None:
    from scipy.special import betainc

    alpha, missed = topic_prior([[FAIR]])
    low = rank([[FAIR]])[0][0].low

    assert betainc(alpha + FAIR.helped, missed + FAIR.shown - FAIR.helped, low) == pytest.approx(0.1)


def test_the_same_counts_always_weigh_the_same() -> None:
    assert rank([[GOOD, NEW]]) == rank([[GOOD, NEW]])


def test_helped_more_often_than_shown_is_no_error() -> None:
    """Somebody found it by its address and it helped."""
    assert 0 < rank([[Count(0, 3)]])[0][0].low < 1


RANKED = [("best", 0.6), ("second", 0.2), ("third", 0.15), ("new", 0.05)]


def test_all_places_but_the_last_go_to_the_most_useful() -> None:
    for seed in range(20):
        shown = [name for name, _ in choose(RANKED, limit=3, rng=random.Random(seed))]

        assert shown[:2] == ["best", "second"]
        assert shown[2] in {"third", "new"}


def test_the_kept_probability_is_how_often_it_is_shown() -> None:
    rounds = 4000
    told = dict(choose(RANKED, limit=2, rng=random.Random(seed))[1] for seed in range(rounds))
    seen = Counter(choose(RANKED, limit=2, rng=random.Random(seed))[1][0] for seed in range(rounds))

    assert told == {"second": pytest.approx(0.5), "third": pytest.approx(0.375), "new": pytest.approx(0.125)}
    for name, probability in told.items():
        assert seen[name] / rounds == pytest.approx(probability, abs=0.03)


def test_a_single_place_shows_the_best_but_now_and_then_another() -> None:
    rounds = 2000
    chosen = [choose(RANKED, limit=1, rng=random.Random(seed))[0] for seed in range(rounds)]
    told = dict(chosen)

    assert told["best"] == pytest.approx(0.92)
    assert sum(told.values()) == pytest.approx(1)
    assert Counter(name for name, _ in chosen)["best"] / rounds == pytest.approx(0.92, abs=0.03)


def test_where_all_fit_nothing_is_drawn() -> None:
    assert choose(RANKED[:2], limit=2, rng=random.Random(1)) == [("best", 1.0), ("second", 1.0)]
    assert draw(RANKED[:1], rng=random.Random(1)) == ("best", 1.0)


def test_a_new_good_hint_finds_its_way_up_and_a_bad_one_stops_being_shown() -> None:
    """A cell lives for a while: people are shown two hints, and each hint helps as often as it truly does."""
    truth = {"fair": 0.10, "bad": 0.01, "newcomer": 0.30}
    counts = {"fair": Count(300, 30), "bad": Count(300, 30), "newcomer": Count(0, 0)}
    rng, shown_late = random.Random(7), Counter[str]()

    for week in range(30):
        weights = rank([list(counts.values())])[0]
        ranked = sorted(zip(counts, weights, strict=True), key=lambda pair: -pair[1].low)
        for _ in range(40):
            for name, _p in choose([(name, weight.chance) for name, weight in ranked], limit=2, rng=rng):
                helped = counts[name].helped + (rng.random() < truth[name])
                counts[name] = Count(counts[name].shown + 1, helped)
                shown_late[name] += week >= 20

    weights = dict(zip(counts, rank([list(counts.values())])[0], strict=True))
    assert weights["newcomer"].low > weights["fair"].low > weights["bad"].low
    assert shown_late["newcomer"] > 5 * shown_late["bad"]
