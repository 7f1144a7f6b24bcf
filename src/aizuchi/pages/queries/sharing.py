"""Who is asked to share what works for them. What is strong is known to feedback, what is written to hints."""

import datetime

from aizuchi.catalogue import queries as catalogue
from aizuchi.feedback.estimation.chain import STRONG
from aizuchi.feedback.models import MentorSums
from aizuchi.feedback.queries.cell_estimates import get_cell_estimates
from aizuchi.hints.queries import InvitationToWrite, invitation_for, may_be_invited
from aizuchi.people.models import Person


def find_invitation(*, viewer: Person, now: datetime.datetime) -> InvitationToWrite | None:
    """From the viewer's own strengths, for the viewer alone. Two queries for whoever is not to be asked."""
    has_strengths = MentorSums.objects.visible_to(viewer).exists()
    if not has_strengths or not may_be_invited(viewer=viewer, now=now):
        return None
    topics = catalogue.topics_for(viewer.organization, pair_kind="")
    responses = catalogue.responses_for(viewer.organization)
    cells = [(topic.id, response.id) for topic in topics for response in responses]
    cell_estimates = get_cell_estimates(viewer=viewer, asked=cells)
    strong = [cell for cell, own in cell_estimates.items() if own.call == STRONG and not own.is_inferred]
    return invitation_for(viewer=viewer, strong_cells=strong, now=now)
