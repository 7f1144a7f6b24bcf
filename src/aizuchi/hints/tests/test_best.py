import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast

from aizuchi.hints import operations
from aizuchi.hints.cards import Cell, HintCard, full
from aizuchi.hints.models import Hint, HintScore, Impression
from aizuchi.hints.queries import best_for, hint_of_the_day
from aizuchi.hints.tests.conftest import cell_of
from aizuchi.kernel import write_behind
from aizuchi.kernel.late_rows import build_late
from aizuchi.meetings.models import Meeting

NOW = timezone.now()
Write = Callable[..., Hint]


def rank(*hints: Hint) -> None:
    """The first is the most useful."""
    for place, hint in enumerate(hints):
        HintScore.objects.filter(hint=hint).update(low=0.5 - place / 100)


@pytest.mark.database
def test_the_most_useful_stands_first_and_the_last_place_explores(cast: Cast, cell: Cell, write: Write) -> None:
    hints = [write(cast.mentor, f"やってみたこと、その{number}です。") for number in "一二三四五"]
    rank(*hints)

    seen = set()
    for day in range(12):
        now = NOW + datetime.timedelta(days=day)
        first, second = best_for(viewer=cast.manager, cells=[cell], limit=2, now=now)[cell]
        assert first.id == hints[0].pk
        assert first.probability == 1
        assert 0 < second.probability < 1
        seen.add(second.id)
    assert len(seen) > 1


def test_the_same_person_sees_the_same_all_day(cast: Cast, cell: Cell, write: Write) -> None:
    for number in range(8):
        write(cast.mentor, f"{number}番目の言い方です。")

    lists = [best_for(viewer=cast.manager, cells=[cell], limit=2, now=NOW)[cell] for _ in range(3)]

    assert lists[0] == lists[1] == lists[2]


def test_nobody_is_told_their_own_hint(cast: Cast, cell: Cell, write: Write) -> None:
    write(cast.manager)

    assert best_for(viewer=cast.manager, cells=[cell], limit=2, now=NOW) == {cell: []}
    assert len(best_for(viewer=cast.mentor, cells=[cell], limit=2, now=NOW)[cell]) == 1


@pytest.mark.database
def test_what_is_hidden_put_away_or_of_others_is_not_offered(cast: Cast, cell: Cell, write: Write) -> None:
    retired, hidden, kept = write(cast.mentor, "一つめ"), write(cast.mentor, "二つめ"), write(cast.mentor, "三つめ")
    operations.retire_hint(actor=cast.mentor, hint_id=retired.pk, now=NOW)
    operations.hide_hint(actor=cast.hr, hint_id=hidden.pk, because="名前が出ています", now=NOW)

    assert [card.id for card in best_for(viewer=cast.manager, cells=[cell], limit=5, now=NOW)[cell]] == [kept.pk]
    assert best_for(viewer=cast.stranger, cells=[cell], limit=5, now=NOW) == {cell: []}


def test_it_takes_one_query_however_many_cells_and_hints(
    cast: Cast, cell: Cell, write: Write, meeting: Meeting
) -> None:
    other = cell_of(cast.manager, "career", "together")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            best_for(viewer=cast.manager, cells=[cell, other], limit=2, now=NOW, meeting_id=meeting.pk)
        return len(queries)

    write(cast.mentor)
    few = count()
    for number in range(12):
        write(cast.mentor, f"{number}つめの工夫", cell=other if number % 2 else cell)

    assert count() == few == 1


def test_only_the_cells_asked_for_are_answered(cast: Cast, cell: Cell, write: Write) -> None:
    """Two cells span four: the crosswise ones must not come along."""
    other = cell_of(cast.manager, "career", "together")
    write(cast.mentor, "斜めの組み合わせ", cell=(cell[0], other[1]))

    assert best_for(viewer=cast.manager, cells=[cell, other], limit=2, now=NOW) == {cell: [], other: []}


def test_what_one_wants_to_try_comes_first(cast: Cast, cell: Cell, write: Write, meeting: Meeting) -> None:
    hints = [write(cast.mentor, f"{number}つめの工夫") for number in range(30)]
    rank(*hints)
    operations.try_hint(actor=cast.manager, hint_id=hints[-1].pk, meeting_id=meeting.pk, now=NOW)

    cards = best_for(viewer=cast.manager, cells=[cell], limit=2, now=NOW, meeting_id=meeting.pk)[cell]

    assert cards[0].id == hints[-1].pk
    assert cards[0].is_being_tried


@pytest.mark.database
def test_the_hint_of_the_day_changes_and_needs_no_cell(cast: Cast, cell: Cell, write: Write) -> None:
    assert hint_of_the_day(viewer=cast.manager, cells=[], now=NOW) is None
    write(cast.mentor)
    write(cast.mentor, "まず三つ並べてもらいます。", cell=cell_of(cast.manager, "career", "together"))

    days = [hint_of_the_day(viewer=cast.manager, cells=[], now=NOW + datetime.timedelta(days=n)) for n in range(4)]

    assert {card.id for card in days if card} == set(Hint.objects.values_list("pk", flat=True))


@pytest.mark.database
def test_being_shown_counts_once_a_day(cast: Cast, cell: Cell, write: Write) -> None:
    write(cast.mentor)
    cards = best_for(viewer=cast.manager, cells=[cell], limit=2, now=NOW)[cell]

    counts = []
    for _ in range(3):
        operations.note_shown(viewer=cast.manager, cards=cards, place="brief", now=NOW)
        assert Impression.objects.count() == sum(counts)  # nobody who looks waits for it
        write_behind.flush_all()
        counts.append(Impression.objects.count() - sum(counts))
    tomorrow = NOW + datetime.timedelta(days=1)
    operations.note_shown(viewer=cast.manager, cards=cards, place="home", now=tomorrow)
    operations.note_shown(viewer=cast.manager, cards=cards, place="list", now=tomorrow)
    write_behind.flush_all()

    assert counts == [1, 0, 0]
    assert [*Impression.objects.order_by("day").values_list("place", flat=True)] == ["brief", "home"]


@pytest.mark.database
def test_weighing_adds_what_is_new_and_nothing_twice(cast: Cast, cell: Cell, write: Write, meeting: Meeting) -> None:
    helpful, idle = write(cast.mentor, "よく効く一言"), write(cast.mentor, "あまり効かない一言")
    for person in (cast.manager, cast.hr, cast.executive, cast.peer):
        cards = best_for(viewer=person, cells=[cell], limit=2, now=NOW)[cell]
        operations.note_shown(viewer=person, cards=cards, place="brief", now=NOW)
    write_behind.flush_all()
    trial = operations.try_hint(actor=cast.manager, hint_id=helpful.pk, meeting_id=meeting.pk, now=NOW)
    operations.answer_trial(actor=cast.manager, trial_id=trial.pk, outcome="helped", now=NOW)

    changed = [operations.update_scores(now=NOW) for _ in range(2)]

    scores = {row.hint_id: row for row in HintScore.objects.all()}
    assert changed == [2, 0]
    assert [(row.shown, row.tried, row.helped) for row in (scores[helpful.pk], scores[idle.pk])] == [
        (4, 1, 1),
        (4, 0, 0),
    ]
    assert scores[helpful.pk].low > scores[idle.pk].low > 0


@pytest.mark.database
@pytest.mark.parametrize("outcome", ["not_this_time", "not_tried", ""])
def test_an_answer_that_changes_is_counted_as_it_stands(
    outcome: str, cast: Cast, cell: Cell, write: Write, meeting: Meeting
) -> None:
    hint = write(cast.mentor)
    trial = operations.try_hint(actor=cast.manager, hint_id=hint.pk, meeting_id=meeting.pk, now=NOW)
    for said in ("helped", outcome):
        operations.answer_trial(actor=cast.manager, trial_id=trial.pk, outcome=said, now=NOW)
        operations.update_scores(now=NOW)

    score = HintScore.objects.get(hint=hint)
    assert (score.tried, score.helped) == (1 if outcome == "not_this_time" else 0, 0)


@pytest.mark.database
def test_a_late_row_becomes_the_hint_it_stands_for(
    cast: Cast, cell: Cell, write: Write, django_assert_num_queries: Callable
) -> None:
    for number in range(3):
        write(cast.mentor, f"{number}番目の言い方です。")
    hints = full(Hint.objects.order_by("pk"), viewer=cast.manager)

    with django_assert_num_queries(1):
        rows = list(build_late(hints))
        built = [row.build() for row in rows]
        cards = [HintCard.of(hint, viewer=cast.manager) for hint in built]

    assert cards == [HintCard.of(hint, viewer=cast.manager) for hint in hints]
    assert [row.values["id"] for row in rows] == [hint.pk for hint in built]
    assert [row.values["is_bookmarked"] for row in rows] == [False, False, False]
