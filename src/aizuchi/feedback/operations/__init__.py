"""What can be done with feedback.

grant_eligibility(meeting_id, now)          a reaction to a closed 1on1: who may answer, and about what
sign_blinded_token(actor, eligibility_id, blinded, now)   a signature that nobody can recognise later
submit_sealed_answer(...)                   takes a sealed answer from nobody in particular
raise_group_sizes(actor, k_band, k_mean, now)   HR; never lower again
run_release(now)                            once a week: sealed answers become blocks, bands and comments
release_quarter, release_bands              what run_release does with opened answers; the demo company calls them with
                           plain ones: sheets={mentor_id: [AnswerSheet(window_id, (Answer(Cell(t, r), 4, 5),))]}
"""

from aizuchi.feedback.operations.access import WindowClosed, access_eligibility, find_right
from aizuchi.feedback.operations.grant import grant_eligibility
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.operations.run_release import run_release
from aizuchi.feedback.operations.sign import KeyNotReady, TooManyTokens, get_public_keys, sign_blinded_token
from aizuchi.feedback.operations.sizes import NeverLower, raise_group_sizes
from aizuchi.feedback.operations.submit import NotASealedAnswer, TokenForged, submit_sealed_answer

__all__ = [
    "KeyNotReady",
    "NeverLower",
    "NotASealedAnswer",
    "TokenForged",
    "TooManyTokens",
    "WindowClosed",
    "access_eligibility",
    "find_right",
    "get_public_keys",
    "grant_eligibility",
    "raise_group_sizes",
    "release_bands",
    "release_quarter",
    "run_release",
    "sign_blinded_token",
    "submit_sealed_answer",
]
