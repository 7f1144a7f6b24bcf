"""What can be done with feedback.

give_rights(meeting_id, now)           a reaction to a closed 1on1: who may answer, and about what
sign_blinded_token(actor, right_id, blinded, now)   a signature that nobody can recognise later
drop_box(...)                          takes a sealed answer from nobody in particular
raise_group_sizes(actor, k_band, k_mean, now)       HR; never lower again
tick(now)                              once a week: boxes become blocks, bands and comments
release_quarter, release_bands         what the tick does with opened boxes; the demo company calls them with plain
                                       answers: boxes={mentor_id: [Opened(window_id, (Answer(Cell(t, r), 4, 5),))]}
"""

from aizuchi.feedback.operations.access import WindowClosed, access_right
from aizuchi.feedback.operations.drop import NotABox, TokenForged, drop_box
from aizuchi.feedback.operations.give import give_rights
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.operations.sign import TooManyTokens, get_public_keys, sign_blinded_token
from aizuchi.feedback.operations.sizes import NeverLower, raise_group_sizes
from aizuchi.feedback.operations.tick import tick

__all__ = [
    "NeverLower",
    "NotABox",
    "TokenForged",
    "TooManyTokens",
    "WindowClosed",
    "access_right",
    "drop_box",
    "get_public_keys",
    "give_rights",
    "raise_group_sizes",
    "release_bands",
    "release_quarter",
    "sign_blinded_token",
    "tick",
]
