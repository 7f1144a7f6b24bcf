import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from aizuchi.anonymous_answers.eligible import BoxTraits, EligiblePerson, cells_by_window, find_fitting


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
    proves_a_person: bool = True
    """False where it says that it is the second one of somebody."""
    excess: int = 0
    """So many boxes of its window are too many, and it may be one of them."""


def leave_out_impossible(sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """Without what cannot be true: several answers about one cell in a box, a cell that nobody had in that window, a
    box about what no single person had. More boxes than people who could have sent them stay, and prove nobody."""
    rights = cells_by_window(eligible)
    brought = {window: frozenset[AnswerCell]().union(*held) for window, held in rights.items()}
    kept = [_keep_possible(sheet, brought.get(sheet.window_id, frozenset())) for sheet in sheets]
    rated = [sheet for sheet in kept if sheet.answers]
    fitting = find_fitting([_traits(sheet) for sheet in rated], eligible)
    found = (
        replace(sheet, excess=fitting.excess.get(number, 0))
        if number in fitting.possible
        else replace(sheet, answers=())
        for number, sheet in enumerate(rated)
    )
    return [next(found) if sheet.answers else sheet for sheet in kept]


def _traits(sheet: AnswerSheet) -> BoxTraits:
    cells = frozenset(answer.cell for answer in sheet.answers)
    return BoxTraits(sheet.window_id, cells, proves_a_person=sheet.proves_a_person)


def _keep_possible(sheet: AnswerSheet, brought: frozenset[AnswerCell]) -> AnswerSheet:
    answers = {answer.cell: answer for answer in sheet.answers if answer.cell in brought}
    return replace(sheet, answers=tuple(answers.values()))


def sheets_by_window(sheets: Iterable[AnswerSheet]) -> dict[uuid.UUID, list[AnswerSheet]]:
    by_window: dict[uuid.UUID, list[AnswerSheet]] = defaultdict(list)
    for sheet in sheets:
        by_window[sheet.window_id].append(sheet)
    return dict(by_window)


def count_unproven(found: Sequence[AnswerSheet]) -> int:
    """How many of these boxes, all of one window, may be somebody's second ones."""
    first = [sheet for sheet in found if sheet.proves_a_person]
    crowded = [sheet.excess for sheet in first if sheet.excess]
    return len(found) - len(first) + min(len(crowded), max(crowded, default=0))


def count_proving(by_window: Mapping[uuid.UUID, Sequence[AnswerSheet]]) -> dict[uuid.UUID, int]:
    """Boxes of each window, without those that may be somebody's second ones."""
    return {window: len(found) - count_unproven(found) for window, found in by_window.items()}
