"""From opened boxes to what may be kept: pure functions over what lies in memory. No table, no key, no clock.

The tick opens boxes and comes here; the demo company comes here with plain answers.
"""

from aizuchi.anonymous_answers.eligible import EligiblePerson
from aizuchi.feedback.release.answers import Answer, AnswerCell, AnswerSheet, leave_out_impossible
from aizuchi.feedback.release.bands import choose_band
from aizuchi.feedback.release.blocks import (
    BlockSum,
    PutTogether,
    Terms,
    Waiting,
    list_answerable,
    make_blocks,
    put_together,
)
from aizuchi.feedback.release.comments import choose_comments

__all__ = [
    "Answer",
    "AnswerCell",
    "AnswerSheet",
    "BlockSum",
    "EligiblePerson",
    "PutTogether",
    "Terms",
    "Waiting",
    "choose_band",
    "choose_comments",
    "leave_out_impossible",
    "list_answerable",
    "make_blocks",
    "put_together",
]
