"""What feedback keeps. Read docs/anonymity.md first: what is *not* here matters more than what is.

Who may answer, windows, keys and boxes are anonymous_answers'.

EligibleCell    which topic × expected response that mentee brought; both empty for whatever is no cell (a pair's own
             theme, no topic, no expected response), which counts towards the whole only
Block        sums of at least `k_mean` people. Every number anywhere is a sum of blocks, and blocks never change.
             level CELL: topic and response; RESPONSE: topic empty; OVERALL: both empty. Levels do not overlap: an
             answer is in exactly one block, so a mentor's total is the sum over all levels.
WaitingAnswers  about which responses answers of a quarter wait for later ones, whether or not there are any
Band         the fast, coarse word about a mentor: one row per release, the newest holds
Comment      free lines of a quarter, shuffled, without a cell
MentorSums, OrganizationSums, Spreads
             what pages about strengths read: blocks added up, made again from them whenever there are more
UnitResult   what HR sees of a unit and quarter: coarse, made once from blocks, hidden by the rules of groups
"""

from aizuchi.feedback.models.block import SCALE, Band, Block, Comment
from aizuchi.feedback.models.eligible_cell import EligibleCell
from aizuchi.feedback.models.strengths import MentorSums, OrganizationSums, Spreads
from aizuchi.feedback.models.units import UnitResult
from aizuchi.feedback.models.waiting_answers import WaitingAnswers

__all__ = [
    "SCALE",
    "Band",
    "Block",
    "Comment",
    "EligibleCell",
    "MentorSums",
    "OrganizationSums",
    "Spreads",
    "UnitResult",
    "WaitingAnswers",
]
