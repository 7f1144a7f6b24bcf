"""Cards that join apps which do not know each other."""

from dataclasses import dataclass

from django.utils import timezone

from aizuchi.actions.page_cards import near_actions
from aizuchi.hints.operations import note_invited
from aizuchi.hints.queries import InvitationToWrite
from aizuchi.meetings.page_cards import coming
from aizuchi.meetings.queries.coming import Coming
from aizuchi.pages.queries.first_days import get_first_days
from aizuchi.pages.queries.sharing import find_invitation
from aizuchi.people import queries as people
from aizuchi.ui.cards import Context, HomeCard


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
    units = people.main_units_of([dated[0].partner.pk], on=context.today)
    unit = next((label for _unit, label in units.values()), "")
    return NextCard(coming=dated[0], unit=unit, due=_count_due(context, dated[0]))


def get_first_day(context: Context) -> FirstDayCard | None:
    """For whoever has no 1on1s yet."""
    if context.once(coming):
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


CARDS = (
    HomeCard(area="main", order=80, template="pages/cards/next.html", query=get_next, is_live=True),
    HomeCard(area="main", order=90, template="pages/cards/first_day.html", query=get_first_day),
    HomeCard(area="main", order=100, template="pages/cards/coming.html", query=list_coming, is_live=True),
    HomeCard(
        area="aside",
        order=50,
        template="pages/cards/invitation.html",
        query=get_invitation,
        note_shown=note_invitation_shown,
    ),
)
