"""What one change by hand makes of a draft, told before it is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.programs.matching import UNMATCHED
from aizuchi.programs.solving.table import Figures, Numbers

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class ChangedDraft:
    pairs: list[Pair]
    displaced: int | None
    """Whoever had to make room, and has nobody now."""
    figures: Figures


class EverybodyIsLocked(Exception):
    """There is no room, and nobody there may be moved."""


def change_pairs(
    numbers: Numbers, pairs: Sequence[Pair], locked: Sequence[Pair], mentee: int, mentor: int
) -> ChangedDraft:
    """`mentor` may be UNMATCHED. Where there is no place left, whoever fits the mentor least makes room. Raises
    EverybodyIsLocked."""
    if numbers.pool.is_one_pool:
        changed, displaced = _change_peers(numbers, pairs, locked, mentee, mentor)
    else:
        changed, displaced = _change(numbers, pairs, locked, mentee, mentor)
    given = [pair for pair in locked if pair in changed]
    if mentor != UNMATCHED:
        given.append((mentee, mentor))
    return ChangedDraft(
        pairs=changed, displaced=displaced, figures=numbers.measure(changed, list(dict.fromkeys(given)))
    )


def _change(
    numbers: Numbers, pairs: Sequence[Pair], locked: Sequence[Pair], mentee: int, mentor: int
) -> tuple[list[Pair], int | None]:
    kept = [pair for pair in pairs if pair[0] != mentee]
    if mentor == UNMATCHED:
        return kept, None
    had = [pair for pair in kept if pair[1] == mentor]
    displaced = None
    if len(had) >= numbers.problem.capacity[mentor]:
        leaving = _least(numbers, [pair for pair in had if pair not in locked])
        kept.remove(leaving)
        displaced = leaving[0]
    return sorted([*kept, (mentee, mentor)]), displaced


def _change_peers(
    numbers: Numbers, pairs: Sequence[Pair], locked: Sequence[Pair], one: int, other: int
) -> tuple[list[Pair], int | None]:
    """Those whom the two leave are paired with each other where that can be."""
    freed = [pair for pair in pairs if one in pair or other in pair]
    if any(pair in locked and one not in pair for pair in freed):
        raise EverybodyIsLocked
    kept = [pair for pair in pairs if pair not in freed]
    busy = {at for pair in kept for at in pair} | {one, other}
    left = sorted({at for pair in freed for at in pair} - busy)
    if other == UNMATCHED:
        return kept, left[0] if left else None
    made = [(min(one, other), max(one, other))]
    if len(left) == 2 and max(numbers.rows([(left[0], left[1]), (left[1], left[0])])) != UNMATCHED:
        made.append((left[0], left[1]))
        left = []
    return sorted([*kept, *made]), left[0] if left else None


def _least(numbers: Numbers, pairs: Sequence[Pair]) -> Pair:
    if not pairs:
        raise EverybodyIsLocked
    scores = numbers.scores(pairs)
    return pairs[min(range(len(pairs)), key=lambda at: scores[at])]
