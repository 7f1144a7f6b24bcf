"""The fast word. It moves only by groups: it takes in all windows since the last one, once k people stand in them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aizuchi.anonymous_answers.eligible import EligiblePerson, count_senders
from aizuchi.feedback.release.answers import AnswerSheet, count_proving, leave_out_impossible, sheets_by_window

LOW, MIDDLE, HIGH = "low", "middle", "high"
BORDERS = (3.3, 4.1)
# A word changes only when the estimate is clearly on the other side, so that one voice more or less seldom shows.
CLEARLY = 0.15
# As many imagined answers from the organization's middle stand beside the real ones.
WEIGHT_OF_ALL = 6
USUAL = 3.7


@dataclass(frozen=True)
class Prior:
    """What was released before: the organization's mean, and this mentor's sums of the thirteen weeks before."""

    mean: float = USUAL
    answers: int = 0
    total: float = 0.0


@dataclass(frozen=True)
class Released:
    window_id: uuid.UUID
    word: str


def choose_band(
    sheets: Iterable[AnswerSheet],
    eligible: Sequence[EligiblePerson],
    *,
    windows: Sequence[uuid.UUID],
    counted: Iterable[uuid.UUID],
    latest: str,
    prior: Prior,
    k: int,
) -> Released | None:
    """The next word, or None as long as too few people stand in the new windows.

    `windows` are the closed ones of this quarter in their order, `counted` those that an earlier word took in.
    """
    sheets = [sheet for sheet in leave_out_impossible(sheets, eligible) if sheet.answers]
    by_window = sheets_by_window(sheets)
    known = set(counted)
    fresh = [window for window in windows if window not in known]
    proving = count_proving({window: by_window.get(window, []) for window in fresh})
    if not fresh or count_senders(proving, eligible) < k:
        return None
    told = [_score(sheet) for window in windows for sheet in by_window.get(window, ())]
    return Released(window_id=fresh[-1], word=_name_band(_estimate(told, prior), latest))


def _score(sheet: AnswerSheet) -> float:
    """One per box, however many topics it is about."""
    return sum(answer.met + answer.moved for answer in sheet.answers) / (2 * len(sheet.answers))


def _estimate(scores: Sequence[float], prior: Prior) -> float:
    total = sum(scores) + prior.total + WEIGHT_OF_ALL * prior.mean
    return total / (len(scores) + prior.answers + WEIGHT_OF_ALL)


def _name_band(estimate: float, latest: str) -> str:
    low, high = BORDERS
    if latest in (MIDDLE, HIGH):
        low -= CLEARLY
    if latest == LOW:
        low += CLEARLY
    if latest in (LOW, MIDDLE):
        high += CLEARLY
    if latest == HIGH:
        high -= CLEARLY
    return LOW if estimate < low else HIGH if estimate >= high else MIDDLE
