"""What can be done with feedback.

grant_eligibility(meeting_id, now)          a reaction to a closed 1on1: who may answer, and about what
raise_group_sizes(actor, k_band, k_mean, now)   HR; never lower again
release_quarter, release_bands              what opened answers become; the demo company calls them with
                           plain ones: sheets={mentor_id: [AnswerSheet(window_id, (Answer(Cell(t, r), 4, 5),))]}
"""

from aizuchi.feedback.operations.grant import grant_eligibility
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.operations.sizes import NeverLower, raise_group_sizes

__all__ = [
    "NeverLower",
    "grant_eligibility",
    "raise_group_sizes",
    "release_bands",
    "release_quarter",
]
