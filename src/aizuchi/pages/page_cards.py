"""Cards that join apps which do not know each other."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists
from django.utils import timezone

from aizuchi.actions.page_cards import near_actions
from aizuchi.feedback.models import MentorSums
from aizuchi.hints.models import Impression
from aizuchi.hints.operations import note_invited, note_shown
from aizuchi.hints.queries import HintCard, InvitationToWrite
from aizuchi.hints.queries.trials import trials_in
from aizuchi.meetings.page_cards import coming, following, history
from aizuchi.meetings.queries.coming import Coming
from aizuchi.meetings.queries.meetings import count_by_pair
from aizuchi.meetings.queries.talks import TalkRow, list_talks
from aizuchi.pages.queries.brief import BriefAgenda, brief_agenda, list_to_try
from aizuchi.pages.queries.first_days import get_first_days
from aizuchi.pages.queries.pair import History, read_history
from aizuchi.pages.queries.sharing import find_invitation
from aizuchi.pairs.models import Pair
from aizuchi.pairs.page_cards import pair_card
from aizuchi.people import queries as people
from aizuchi.people.queries.cards import PersonCard
from aizuchi.ui.cards import BriefCard, Context, HomeCard, PairPageCard
from aizuchi.ui.facts import Fact

TRIES = Fact(lambda asking: Exists(trials_in(asking.viewer, asking.subject.pk)))
HAS_STRENGTHS = Fact(lambda asking: Exists(MentorSums.objects.visible_to(asking.viewer)))


@dataclass(frozen=True, kw_only=True)
class NextCard:
    coming: Coming | None = None
    unit: str = ""
    due: int = 0
    """How many of one's own promises to this partner are due by then."""


@dataclass(frozen=True, kw_only=True)
class FirstDayCard:
    is_setting_up: bool
    """HR and administrators, until all steps are done."""
    has_supervisor: bool


def get_next(context: Context) -> NextCard:
    """Always there, if only as a place: it comes and goes with the live part."""
    dated = _dated(context)
    if not dated:
        return NextCard()
    return NextCard(coming=dated[0], unit=dated[0].partner_unit, due=_count_due(context, dated[0]))


def has_pairs(context: Context) -> bool:
    """Also where nothing is ahead: the latest date may have passed without a word."""
    if context.once(coming):
        return True
    return Pair.objects.visible_to(context.viewer).on(context.today).exists()


def get_first_day(context: Context) -> FirstDayCard | None:
    """For whoever has no 1on1s yet."""
    if context.once(has_pairs):
        return None
    days = get_first_days(viewer=context.viewer, on=context.today)
    has_supervisor = people.supervisor_of(context.viewer.pk, on=context.today) is not None
    return FirstDayCard(is_setting_up=bool(days and days.current), has_supervisor=has_supervisor)


def list_coming(context: Context) -> list[Coming]:
    """What follows the next one, then what has no date. Always there, if only as a place."""
    return [*_dated(context)[1:], *(one for one in context.once(coming) if not one.row.starts_at)]


def get_invitation(context: Context) -> InvitationToWrite | None:
    return find_invitation(viewer=context.viewer, now=context.now)


def note_invitation_shown(context: Context, invitation: InvitationToWrite) -> None:
    note_invited(viewer=context.viewer, now=context.now)


def _dated(context: Context) -> list[Coming]:
    return [one for one in context.once(coming) if one.row.starts_at]


def _count_due(context: Context, upcoming: Coming) -> int:
    assert upcoming.row.starts_at is not None
    day = timezone.localdate(upcoming.row.starts_at)
    of_pair = [action for action in context.once(near_actions) if action.pair_id == upcoming.row.pair_id]
    return sum(1 for action in of_pair if action.due_on and action.due_on <= day)


def get_agenda(context: Context) -> BriefAgenda:
    return context.once(brief_agenda)


def note_agenda_shown(context: Context, agenda: BriefAgenda) -> None:
    note_brief_hints_shown(context, agenda.hints)


def get_to_try(context: Context) -> list[HintCard] | None:
    return list_to_try(context) or None


def note_brief_hints_shown(context: Context, cards: Iterable[HintCard]) -> None:
    note_shown(viewer=context.viewer, cards=cards, place=Impression.Place.BRIEF, now=context.now)


@dataclass(frozen=True, kw_only=True)
class TalksCard:
    talks: list[TalkRow]
    may_ask: bool
    partner: PersonCard


@dataclass(frozen=True, kw_only=True)
class PastCard:
    history: History
    further: int
    may_choose_date: bool
    """Nothing is behind the two, and nothing has a date yet."""


def held(context: Context) -> int:
    pair_id = context.subject.pk
    return count_by_pair(viewer=context.viewer, pair_ids=[pair_id]).get(pair_id, 0)


def get_talks(context: Context) -> TalksCard:
    pair = context.once(pair_card)
    talks = list_talks(viewer=context.viewer, now=context.now, pair_id=context.subject.pk)
    return TalksCard(talks=talks, may_ask=pair.is_open and all(talk.answer for talk in talks), partner=pair.partner)


def get_past(context: Context) -> PastCard:
    found, coming = read_history(context.once(history), context.viewer), context.once(following)
    return PastCard(
        history=found,
        further=max(0, context.once(held) - len(found.meetings)),
        may_choose_date=context.once(pair_card).is_open and not (coming and coming.starts_at),
    )


CARDS = (
    BriefCard(
        area="main",
        order=10,
        template="pages/cards/brief_agenda.html",
        query=get_agenda,
        note_shown=note_agenda_shown,
    ),
    BriefCard(
        area="memory",
        order=20,
        template="pages/cards/to_try.html",
        query=get_to_try,
        only_if=TRIES,
        note_shown=note_brief_hints_shown,
    ),
    PairPageCard(area="now", order=10, template="pages/cards/talks.html", query=get_talks),
    PairPageCard(area="past", order=10, template="pages/cards/past.html", query=get_past),
    HomeCard(area="main", order=80, template="pages/cards/next.html", query=get_next, is_live=True),
    HomeCard(area="main", order=90, template="pages/cards/first_day.html", query=get_first_day),
    HomeCard(area="main", order=100, template="pages/cards/coming.html", query=list_coming, is_live=True),
    HomeCard(
        area="aside",
        order=50,
        template="pages/cards/invitation.html",
        query=get_invitation,
        only_if=HAS_STRENGTHS,
        note_shown=note_invitation_shown,
    ),
)
