"""What 1on1s bring to pages that many apps fill."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, Subquery

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.queries.agenda import Agenda, list_agendas
from aizuchi.meetings.queries.coming import Coming, describe_coming
from aizuchi.meetings.queries.history import HistoryPage, list_history
from aizuchi.meetings.queries.latest_notes import LatestNotes, read_latest_notes
from aizuchi.meetings.queries.meetings import MeetingRow, held_before, list_needing_closing, next_by_pair, row_of
from aizuchi.meetings.queries.near import COMING_SHOWN, NearMeetings, list_near_meetings
from aizuchi.meetings.queries.preparation import (
    AskedQuestion,
    Condition,
    condition_of,
    list_pre_questions,
    questions_about,
    shared_by_other,
)
from aizuchi.meetings.queries.proposals import Offered, list_offered, offers_to
from aizuchi.meetings.queries.series import list_left_out
from aizuchi.meetings.queries.talks import TalkRow, list_talks, talks_of
from aizuchi.pairs.page_cards import pair_card
from aizuchi.ui.cards import BriefCard, Context, HomeCard, PairPageCard
from aizuchi.ui.facts import Fact, count_rows

PAST_SHOWN = 5
TALKS = Fact(lambda asking: Exists(talks_of(asking.viewer, asking.now)))
# Of the meeting that a brief is about.
QUESTIONS = Fact(lambda asking: Exists(questions_about(asking.viewer, asking.subject.pk)))
CONDITION = Fact(lambda asking: Subquery(shared_by_other(asking.viewer, asking.subject.pk).values("condition")[:1]))
NUMBER = Fact(lambda asking: count_rows(held_before(asking.viewer, asking.subject)))
"""How many there were before it."""
OFFERS = Fact(lambda asking: Exists(offers_to(asking.viewer, asking.now)))


@dataclass(frozen=True, kw_only=True)
class LatestNotesCard:
    latest: LatestNotes | None
    """None: this is their first 1on1 together."""


def near(context: Context) -> NearMeetings:
    return list_near_meetings(viewer=context.viewer, now=context.now)


def coming(context: Context) -> list[Coming]:
    """What is ahead, with how far the two are: dated ones first."""
    return describe_coming(viewer=context.viewer, meetings=context.once(near).ahead, now=context.now)


def talks(context: Context) -> list[TalkRow]:
    """Ten minutes somebody asks for, or that were answered."""
    return list_talks(viewer=context.viewer, now=context.now) if context.may_have(TALKS) else []


def list_begun(context: Context) -> list[MeetingRow] | None:
    """What runs, and what the other has just said has not begun after all."""
    ahead = [one.row for one in context.once(near).ahead]
    return [row for row in ahead if row.is_running or row.not_begun_at] or None


def list_open_talks(context: Context) -> list[TalkRow] | None:
    return context.once(talks) or None


def list_times_offered(context: Context) -> list[Offered] | None:
    offered = list_offered(viewer=context.viewer, now=context.now)
    return [one for one in offered if not one.is_mine] or None


def list_to_confirm(context: Context) -> list[MeetingRow] | None:
    return [one.row for one in context.once(near).to_confirm] or None


def list_to_wrap_up(context: Context) -> list[MeetingRow] | None:
    return [one.row for one in context.once(near).to_wrap_up] or None


def list_whom_to_ask(context: Context) -> list[tuple[MeetingRow, str]] | None:
    """One of each pair, by names that tell them apart, without those between whom something waits."""
    waiting = {talk.pair_id for talk in context.once(talks) if not talk.answer}
    rows = [one.row for one in context.once(near).ahead]
    by_pair = {row.pair_id: row for row in reversed(rows) if row.may_arrange}
    to_ask = [row for row in by_pair.values() if row.pair_id not in waiting][:COMING_SHOWN]
    called = Counter(row.partner.short_name for row in to_ask)
    return [
        (row, row.partner.short_name if called[row.partner.short_name] == 1 else row.partner.full_name)
        for row in to_ask
    ] or None


# Of one meeting.


def get_row(context: Context) -> MeetingRow:
    return row_of(context.subject, viewer=context.viewer, now=context.now)


def get_condition(context: Context) -> Condition | None:
    """How it feels right now to the other, where they share it."""
    value = context.facts[CONDITION]
    return condition_of(value) if value else None


def list_questions(context: Context) -> list[AskedQuestion] | None:
    return list_pre_questions(viewer=context.viewer, meeting=context.subject) or None


def latest(context: Context) -> Meeting | None:
    """The 1on1 before it. Whoever shows the whole page knows it (`Context.know`); its parts do without."""
    return None


def agendas(context: Context) -> dict[uuid.UUID, Agenda]:
    """Of the meeting and of the latest before it, together."""
    meetings = [meeting for meeting in (context.subject, context.once(latest)) if meeting]
    return list_agendas(viewer=context.viewer, meetings=meetings, now=context.now)


def get_latest_notes(context: Context) -> LatestNotesCard:
    before = context.once(latest)
    if before is None:
        return LatestNotesCard(latest=None)
    agenda = context.once(agendas)[before.pk]
    return LatestNotesCard(latest=read_latest_notes(viewer=context.viewer, latest=before, agenda=agenda))


# Of one pair.


def following(context: Context) -> MeetingRow | None:
    """The one to prepare, while the pair lasts."""
    pair_id = context.subject.pk
    if not context.once(pair_card).is_open:
        return None
    return next_by_pair(viewer=context.viewer, pair_ids=[pair_id], now=context.now).get(pair_id)


def history(context: Context) -> HistoryPage:
    """The latest ones."""
    return list_history(viewer=context.viewer, pair=context.subject, now=context.now, limit=PAST_SHOWN)


def list_to_confirm_of_pair(context: Context) -> list[MeetingRow] | None:
    return list_needing_closing(viewer=context.viewer, now=context.now, pair_id=context.subject.pk) or None


def list_times_offered_of_pair(context: Context) -> list[Offered] | None:
    return list_offered(viewer=context.viewer, now=context.now, pair_id=context.subject.pk) or None


def list_left_out_dates(context: Context) -> list[datetime.datetime] | None:
    """That another 1on1 was in the way of, when those that come back were scheduled."""
    if not context.once(pair_card).is_open:
        return None
    return list_left_out(viewer=context.viewer, pair_id=context.subject.pk, now=context.now) or None


CARDS = (
    BriefCard(area="head", order=10, template="meetings/cards/intent.html", query=get_row),
    BriefCard(area="head", order=20, template="meetings/cards/condition.html", query=get_condition, only_if=CONDITION),
    BriefCard(
        area="memory", order=30, template="meetings/cards/questions.html", query=list_questions, only_if=QUESTIONS
    ),
    BriefCard(area="memory", order=40, template="meetings/cards/latest_notes.html", query=get_latest_notes),
    PairPageCard(area="top", order=20, template="meetings/cards/to_confirm.html", query=list_to_confirm_of_pair),
    PairPageCard(area="top", order=30, template="meetings/cards/offered.html", query=list_times_offered_of_pair),
    PairPageCard(area="top", order=40, template="meetings/cards/left_out.html", query=list_left_out_dates),
    HomeCard(area="now", order=10, template="meetings/cards/begun.html", query=list_begun, is_live=True),
    HomeCard(
        area="now",
        order=20,
        template="meetings/cards/talks.html",
        query=list_open_talks,
        only_if=TALKS,
        is_live=True,
    ),
    HomeCard(area="main", order=20, template="meetings/cards/offered.html", query=list_times_offered, only_if=OFFERS),
    HomeCard(area="main", order=40, template="meetings/cards/to_confirm.html", query=list_to_confirm),
    HomeCard(area="main", order=50, template="meetings/cards/to_wrap_up.html", query=list_to_wrap_up),
    HomeCard(area="aside", order=20, template="meetings/cards/ask_for_talk.html", query=list_whom_to_ask),
)
