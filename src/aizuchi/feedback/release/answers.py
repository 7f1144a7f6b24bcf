import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from aizuchi.anonymous_answers.eligible import BoxTraits, EligiblePerson, cells_by_window, find_impossible


class AnswerCell(NamedTuple):
    """Topic × expected response; both empty for what belongs to the whole only."""

    topic_id: uuid.UUID | None = None
    response_id: uuid.UUID | None = None

    @property
    def path(self) -> tuple[uuid.UUID, ...]:
        """The coarsest step first, as groups are made."""
        return (self.response_id, self.topic_id) if self.topic_id and self.response_id else ()


@dataclass(frozen=True, slots=True)
class Answer:
    cell: AnswerCell
    met: int
    moved: int


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What was in one box. Lives in memory only."""

    window_id: uuid.UUID
    answers: tuple[Answer, ...]
    comment: str = ""


def leave_out_impossible(sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """Without what cannot be true: several answers about one cell in a box, a cell that nobody had in that window, a
    box about what no single person had, and more boxes than people who could have sent them."""
    rights = cells_by_window(eligible)
    brought = {window: frozenset[AnswerCell]().union(*held) for window, held in rights.items()}
    kept = [_keep_possible(sheet, brought.get(sheet.window_id, frozenset())) for sheet in sheets]
    rated = [number for number, sheet in enumerate(kept) if sheet.answers]
    boxes = [BoxTraits(kept[n].window_id, frozenset(answer.cell for answer in kept[n].answers)) for n in rated]
    impossible = {rated[box] for box in find_impossible(boxes, eligible)}
    return [replace(sheet, answers=()) if number in impossible else sheet for number, sheet in enumerate(kept)]


def _keep_possible(sheet: AnswerSheet, brought: frozenset[AnswerCell]) -> AnswerSheet:
    answers = {answer.cell: answer for answer in sheet.answers if answer.cell in brought}
    return replace(sheet, answers=tuple(answers.values()))


def sheets_by_window(sheets: Iterable[AnswerSheet]) -> dict[uuid.UUID, list[AnswerSheet]]:
    by_window: dict[uuid.UUID, list[AnswerSheet]] = defaultdict(list)
    for sheet in sheets:
        by_window[sheet.window_id].append(sheet)
    return dict(by_window)
