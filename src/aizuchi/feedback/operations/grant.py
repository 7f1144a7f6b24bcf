"""Who may answer: the mentee of every 1on1 that was closed, whether or not they ever will."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction

from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations.windows import open_fortnight
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.models import EligibleCell
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.people.models import Person

Cell = tuple[uuid.UUID, uuid.UUID]


@transaction.atomic
def grant_eligibility(*, meeting_id: uuid.UUID, now: datetime.datetime) -> list[Eligibility]:
    """One right per mentor, mentee and window; a second 1on1 in the same fortnight adds its cells to it.

    The window is that of the closing: who closes late still has a week and more to answer. In a peer pair each answers
    about how the other met them.
    """
    meeting = Meeting.objects.select_related("pair__organization", "pair__mentee", "pair__mentor").get(pk=meeting_id)
    pair = meeting.pair
    window = open_fortnight(asking=ASKING, organization=pair.organization, now=now)
    items = _talked_about(meeting)
    eligibilities = [_give(window, pair.mentee, pair.mentor, items)]
    if pair.is_peer:
        eligibilities.append(_give(window, pair.mentor, pair.mentee, items))
    return eligibilities


def _talked_about(meeting: Meeting) -> list[AgendaItem]:
    """What was ticked off; where nobody ticked anything, everything on the agenda."""
    items = list(meeting.items.present())
    return [item for item in items if item.state == AgendaItem.State.TALKED] or items


def _give(window: AnswerWindow, mentee: Person, mentor: Person, items: Iterable[AgendaItem]) -> Eligibility:
    eligibility, _ = Eligibility.objects.get_or_create(window=window, subject=mentor, person=mentee)
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
