import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from aizuchi.kernel.disclosure_control import fewest_people, find_crowded


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


@dataclass(frozen=True, slots=True)
class EligiblePerson:
    """A right: who could have sent a box for that window, and about what."""

    person_id: uuid.UUID
    window_id: uuid.UUID
    cells: frozenset[AnswerCell]


def leave_out_impossible(sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson]) -> list[AnswerSheet]:
    """Without what cannot be true: several answers about one cell in a box, a cell that nobody had in that window, a
    box about what no single person had, and more boxes than people who could have sent them.

    Whoever sent too much cannot be told from those who did not, so all boxes that may be theirs go. Keeping some of
    them would let one person pass for several. Boxes that nobody of those could have sent stay.
    """
    rights: dict[uuid.UUID, list[frozenset[AnswerCell]]] = defaultdict(list)
    for one in eligible:
        rights[one.window_id].append(one.cells)
    brought = {window: frozenset[AnswerCell]().union(*held) for window, held in rights.items()}
    kept = [_keep_possible(sheet, brought.get(sheet.window_id, frozenset())) for sheet in sheets]
    impossible: set[int] = set()
    for window in {sheet.window_id for sheet in kept}:
        numbers = [number for number, sheet in enumerate(kept) if sheet.window_id == window and sheet.answers]
        fits = [
            [right for right, cells in enumerate(rights[window]) if {a.cell for a in kept[number].answers} <= cells]
            for number in numbers
        ]
        impossible |= {numbers[box] for box in find_crowded(fits)}
    return [replace(sheet, answers=()) if number in impossible else sheet for number, sheet in enumerate(kept)]


def _keep_possible(sheet: AnswerSheet, brought: frozenset[AnswerCell]) -> AnswerSheet:
    answers = {answer.cell: answer for answer in sheet.answers if answer.cell in brought}
    return replace(sheet, answers=tuple(answers.values()))


def count_senders(boxes: Mapping[uuid.UUID, int], eligible: Iterable[EligiblePerson]) -> int:
    """At least so many people sent so many boxes in each window: nobody has two rights in one, and nobody sends more
    boxes than they had rights."""
    filled = {window: count for window, count in boxes.items() if count}
    rights = Counter(one.person_id for one in eligible if one.window_id in filled)
    together = fewest_people(rights.values(), sum(filled.values())) or 0
    return max([together, *filled.values()])


def sheets_by_window(sheets: Iterable[AnswerSheet]) -> dict[uuid.UUID, list[AnswerSheet]]:
    by_window: dict[uuid.UUID, list[AnswerSheet]] = defaultdict(list)
    for sheet in sheets:
        by_window[sheet.window_id].append(sheet)
    return dict(by_window)
