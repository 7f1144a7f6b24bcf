import random
from collections import Counter
from collections.abc import Iterable, Sequence

from aizuchi.anonymous_answers.eligible import EligiblePerson, count_senders
from aizuchi.feedback.release.answers import AnswerSheet, leave_out_impossible, sheets_by_window


def choose_comments(
    sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson], *, k: int, rng: random.Random
) -> list[str]:
    """The quarter's lines in no order, if at least k people wrote one. A box without ratings that count brings none.

    A fortnight from which more boxes came than people had a right to is left out.
    """
    possible = Counter(one.window_id for one in eligible)
    rated = [sheet for sheet in leave_out_impossible(sheets, eligible) if sheet.answers]
    lines = {
        window: [sheet.comment for sheet in found if sheet.comment]
        for window, found in sheets_by_window(rated).items()
        if len(found) <= possible[window]
    }
    if count_senders({window: len(written) for window, written in lines.items()}, eligible) < k:
        return []
    told = [line for written in lines.values() for line in written]
    rng.shuffle(told)
    return told
