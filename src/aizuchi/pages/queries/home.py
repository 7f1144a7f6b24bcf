"""Everything on the home page, in a number of queries that depends on nothing."""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.actions import queries as actions
from aizuchi.actions.queries import ActionRow
from aizuchi.calendars.queries.settings import QuestionRow, list_questions
from aizuchi.feedback.queries.eligibilities import OpenEligibility, list_open_eligibilities
from aizuchi.growth import queries as growth
from aizuchi.growth.queries import ThankYouRow
from aizuchi.hints import queries as hints
from aizuchi.hints.queries import Attempt, HintCard, InvitationToWrite
from aizuchi.meetings.queries import meetings
from aizuchi.meetings.queries.meetings import MeetingRow
from aizuchi.meetings.queries.proposals import Offered, list_offered
from aizuchi.meetings.queries.talks import TalkRow, list_talks
from aizuchi.pages.headline import say_headline
from aizuchi.pages.queries.coming import Coming, describe_coming
from aizuchi.pages.queries.first_days import FirstDays, get_first_days
from aizuchi.pages.queries.sharing import find_invitation
from aizuchi.pairs.queries import ProposalCard, proposals_waiting_for
from aizuchi.people import queries as people
from aizuchi.people.models import Person

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Home:
    headline: str
    next: Coming | None
    next_unit: str
    next_due: int
    """How many of one's own promises to this partner are due by then."""
    coming: list[Coming]
    undated: list[Coming]
    to_confirm: list[MeetingRow]
    to_wrap_up: list[MeetingRow]
    thank_you_notes: list[ThankYouRow]
    """What others wrote to the viewer, until they put it with what they keep."""
    voices: tuple[OpenEligibility, ...]
    """Whom the viewer may answer about, whether or not they did: only their browser knows."""
    actions: list[ActionRow]
    talks: list[TalkRow]
    """Ten minutes somebody asks for, or that were answered."""
    begun: list[MeetingRow]
    """What runs, and what the other has just said has not begun after all."""
    """Running now: the way in."""
    to_ask: list[tuple[Coming, str]]
    """Whom one could ask for ten minutes, by names that tell them apart."""
    offered: list[Offered]
    """Times that somebody offers the viewer."""
    questions: list[QuestionRow]
    """What a change in the viewer's own calendar left open."""
    proposals: list[ProposalCard]
    """Who asked the viewer for 1on1s and waits for an answer."""
    hint: HintCard | None
    """One a day, for those who respond to somebody."""
    attempts: list[Attempt]
    """What was to be tried in a 1on1 that is over: did it help?"""
    hidden_hints: list[HintCard]
    invitation: InvitationToWrite | None
    first_days: FirstDays | None
    """For HR and administrators who have no 1on1s yet, until all steps are done."""
    has_supervisor: bool

    @property
    def has_pairs(self) -> bool:
        return bool(self.next or self.coming or self.undated)


def get_home(*, viewer: Person, now: datetime.datetime) -> Home:
    dated = meetings.list_coming(viewer=viewer, now=now, limit=SHOWN)
    undated = meetings.list_undated(viewer=viewer, now=now)
    near = actions.list_near(viewer=viewer, now=now)
    described = describe_coming(viewer=viewer, rows=[*dated, *undated], now=now)
    coming = [one for one in described if one.row.starts_at]
    upcoming = coming[0] if coming else None
    talks = list_talks(viewer=viewer, now=now)
    return Home(
        headline=say_headline(dated[0] if dated else None, has_pairs=bool(described), now=now),
        next=upcoming,
        next_unit=_unit_of(upcoming, timezone.localdate(now)),
        next_due=_count_due(near, upcoming),
        coming=coming[1:],
        undated=[one for one in described if not one.row.starts_at],
        to_confirm=meetings.list_needing_closing(viewer=viewer, now=now),
        to_wrap_up=meetings.list_waiting_for_wrap_up(viewer=viewer, now=now),
        voices=list_open_eligibilities(viewer=viewer, now=now),
        thank_you_notes=growth.list_arrived(viewer=viewer),
        actions=actions.choose_due_soon(near),
        talks=talks,
        begun=[row for row in [*dated, *undated] if row.is_running or row.not_begun_at],
        to_ask=_whom_to_ask(described, talks),
        offered=[one for one in list_offered(viewer=viewer, now=now) if not one.is_mine],
        questions=list_questions(viewer=viewer, now=now),
        proposals=proposals_waiting_for(viewer, on=timezone.localdate(now)),
        hint=_hint_for(viewer, described, now),
        attempts=hints.list_attempts_to_ask(viewer=viewer, now=now),
        hidden_hints=hints.list_newly_hidden(viewer=viewer),
        invitation=find_invitation(viewer=viewer, now=now),
        first_days=None if described else _first_days(viewer, now),
        has_supervisor=bool(described) or people.supervisor_of(viewer.pk, on=timezone.localdate(now)) is not None,
    )


def _first_days(viewer: Person, now: datetime.datetime) -> FirstDays | None:
    days = get_first_days(viewer=viewer, on=timezone.localdate(now))
    return days if days and days.current else None


def _hint_for(viewer: Person, described: list[Coming], now: datetime.datetime) -> HintCard | None:
    """For what the next partners want to talk about; otherwise for any 1on1."""
    responding = [coming for coming in described if coming.responds]
    if not responding:
        return None
    items = [item for coming in responding for item in coming.partners_items]
    cells = {(item.topic_id, item.response.id) for item in items if item.topic_id and item.response}
    return hints.hint_of_the_day(viewer=viewer, cells=cells, now=now)


def _whom_to_ask(described: list[Coming], talks: list[TalkRow]) -> list[tuple[Coming, str]]:
    """One of each pair, without those between whom something waits."""
    waiting = {talk.pair_id for talk in talks if not talk.answer}
    by_pair = {one.row.pair_id: one for one in reversed(described) if one.row.may_arrange}
    to_ask = [one for one in by_pair.values() if one.row.pair_id not in waiting][:SHOWN]
    called = Counter(one.partner.short_name for one in to_ask)
    return [
        (one, one.partner.short_name if called[one.partner.short_name] == 1 else one.partner.full_name)
        for one in to_ask
    ]


def _unit_of(upcoming: Coming | None, today: datetime.date) -> str:
    ids = [upcoming.partner.pk] if upcoming else []
    return next((label for _unit, label in people.main_units_of(ids, on=today).values()), "")


def _count_due(near: list[ActionRow], upcoming: Coming | None) -> int:
    if not upcoming or not upcoming.row.starts_at:
        return 0
    day = timezone.localdate(upcoming.row.starts_at)
    return sum(
        1 for action in near if action.pair_id == upcoming.row.pair_id and action.due_on and action.due_on <= day
    )
