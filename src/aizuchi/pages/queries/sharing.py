"""Who is asked to share what works for them. What is strong is known to feedback, what is written to hints."""

import datetime

from aizuchi.feedback.estimation.chain import STRONG
from aizuchi.feedback.models import MentorSums
from aizuchi.feedback.queries.cell_estimates import YEAR, read_sources
from aizuchi.hints.queries import InvitationToWrite, invitation_for
from aizuchi.people.models import Person


def find_invitation(*, viewer: Person, now: datetime.datetime) -> InvitationToWrite | None:
    """From the viewer's own strengths, for the viewer alone. One query for whom nothing of that kind is known."""
    own = list(MentorSums.objects.visible_to(viewer).select_related("topic", "response"))
    cells = {(row.topic.pk, row.response.pk) for row in own if row.topic and row.response and _is_offered(row)}
    if not cells:
        return None
    known = read_sources(viewer=viewer, own=own).know(YEAR)
    shown = {cell: known.show(cell) for cell in cells}
    strong = [cell for cell, estimate in shown.items() if estimate.call == STRONG and not estimate.is_inferred]
    return invitation_for(viewer=viewer, strong_cells=strong, now=now)


def _is_offered(row: MentorSums) -> bool:
    """A topic with an expected response, both to be chosen now."""
    topic, response = row.topic, row.response
    return bool(topic and response and not (topic.retired_at or topic.pair_kind or response.retired_at))
