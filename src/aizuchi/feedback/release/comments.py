import random
from collections.abc import Iterable, Sequence

from aizuchi.feedback.release.answers import AnswerSheet, EligiblePerson


def choose_comments(
    sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson], *, k: int, rng: random.Random
) -> list[str]:
    """The quarter's lines in no order, if at least k people could have written any of them."""
    if len({one.person_id for one in eligible}) < k:
        return []
    lines = [sheet.comment for sheet in sheets if sheet.comment]
    rng.shuffle(lines)
    return lines
