import random
from collections.abc import Iterable, Sequence

from aizuchi.anonymous_answers.eligible import EligiblePerson, count_senders
from aizuchi.feedback.release.answers import AnswerSheet, count_proving, leave_out_impossible, sheets_by_window


def choose_comments(
    sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson], *, k: int, rng: random.Random
) -> list[str]:
    """The quarter's lines in no order, if at least k people wrote one. A box without ratings that count brings none."""
    written = [sheet for sheet in leave_out_impossible(sheets, eligible) if sheet.answers and sheet.comment]
    if count_senders(count_proving(sheets_by_window(written)), eligible) < k:
        return []
    told = [sheet.comment for sheet in written]
    rng.shuffle(told)
    return told
