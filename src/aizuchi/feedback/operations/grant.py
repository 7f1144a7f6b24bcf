"""Who may answer: the mentee of every 1on1 that was closed, whether or not they ever will."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from aizuchi.feedback.models import AnswerWindow, Eligibility, EligibleCell, GroupSize
from aizuchi.feedback.periods import WINDOW, quarter_start, window_start
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.people.models import Organization, Person

Cell = tuple[uuid.UUID, uuid.UUID]


@transaction.atomic
def grant_eligibility(*, meeting_id: uuid.UUID, now: datetime.datetime) -> list[Eligibility]:
    """One right per mentor, mentee and window; a second 1on1 in the same fortnight adds its cells to it.

    The window is that of the closing: who closes late still has a week and more to answer. In a peer pair each answers
    about how the other met them.
    """
    meeting = Meeting.objects.select_related("pair__organization", "pair__mentee", "pair__mentor").get(pk=meeting_id)
    pair = meeting.pair
    window = _open_window(pair.organization, now=now)
    items = _talked_about(meeting)
    eligibilities = [_give(window, pair.mentee, pair.mentor, items)]
    if pair.is_peer:
        eligibilities.append(_give(window, pair.mentor, pair.mentee, items))
    return eligibilities


def _open_window(organization: Organization, *, now: datetime.datetime) -> AnswerWindow:
    starts_on = window_start(organization.today(now))
    window = AnswerWindow.objects.filter(organization=organization, starts_on=starts_on).first()
    return window or _make_window(organization, starts_on)


def _make_window(organization: Organization, starts_on: datetime.date) -> AnswerWindow:
    size = GroupSize.objects.filter(organization=organization).first() or GroupSize()
    window, _ = AnswerWindow.objects.get_or_create(
        organization=organization,
        starts_on=starts_on,
        defaults={
            "ends_on": starts_on + WINDOW - datetime.timedelta(days=1),
            "quarter_on": quarter_start(starts_on),
            "k_band": size.k_band,
            "k_mean": size.k_mean,
        },
    )
    return window


def _talked_about(meeting: Meeting) -> list[AgendaItem]:
    """What was ticked off; where nobody ticked anything, everything on the agenda."""
    items = list(meeting.items.present())
    return [item for item in items if item.state == AgendaItem.State.TALKED] or items


def _give(window: AnswerWindow, mentee: Person, mentor: Person, items: Iterable[AgendaItem]) -> Eligibility:
    eligibility, _ = Eligibility.objects.get_or_create(window=window, mentor=mentor, mentee=mentee)
    known = set(eligibility.cells.values_list("topic_id", "response_id"))
    wanted = {_cell_of(item) for item in items if item.owner_id == mentee.pk} or {None}
    EligibleCell.objects.bulk_create(
        EligibleCell(eligibility=eligibility, topic_id=cell and cell[0], response_id=cell and cell[1])
        for cell in wanted
        if (cell or (None, None)) not in known
    )
    return eligibility


def _cell_of(item: AgendaItem) -> Cell | None:
    """A pair's own theme, or an item without a wish, would point at one person: it counts towards the whole only."""
    if item.topic_id and item.expected_response_id:
        return item.topic_id, item.expected_response_id
    return None
