"""Who is asked to share what works for them. What is strong is known to feedback, what is written to hints."""

import datetime

from aizuchi.feedback.estimation.chain import STRONG
from aizuchi.feedback.queries.cell_estimates import YEAR, read_sources
from aizuchi.hints.queries import InvitationToWrite, invitation_for
from aizuchi.people.models import Person


def find_invitation(*, viewer: Person, now: datetime.datetime) -> InvitationToWrite | None:
    """From the viewer's own strengths, for the viewer alone. One query for whom nothing of that kind is known."""
    sources = read_sources(viewer=viewer)
    cells = {
        (row.topic_id, row.response_id) for row in sources.own if row.topic_id and row.response_id and row.is_offered
    }
    if not cells:
        return None
    known = sources.know(YEAR)
    shown = {cell: known.show(cell) for cell in cells}
    strong = [cell for cell, estimate in shown.items() if estimate.call == STRONG and not estimate.is_inferred]
    return invitation_for(viewer=viewer, strong_cells=strong, now=now)
