import random
from collections.abc import Iterable, Sequence

from aizuchi.feedback.release.answers import Entitled, Opened


def choose_comments(boxes: Iterable[Opened], rights: Sequence[Entitled], *, k: int, rng: random.Random) -> list[str]:
    """The quarter's lines in no order, if at least k people could have written any of them."""
    if len({right.person_id for right in rights}) < k:
        return []
    lines = [box.comment for box in boxes if box.comment]
    rng.shuffle(lines)
    return lines
