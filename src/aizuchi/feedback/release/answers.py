import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


class Cell(NamedTuple):
    """Topic × expected response; both empty for what belongs to the whole only."""

    topic_id: uuid.UUID | None = None
    response_id: uuid.UUID | None = None

    @property
    def path(self) -> tuple[uuid.UUID, ...]:
        """The coarsest step first, as groups are made."""
        return (self.response_id, self.topic_id) if self.topic_id and self.response_id else ()


@dataclass(frozen=True, slots=True)
class Answer:
    cell: Cell
    met: int
    moved: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in one box. Lives in memory only."""

    window_id: uuid.UUID
    answers: tuple[Answer, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Entitled:
    """A right: who could have sent a box for that window, and about what."""

    person_id: uuid.UUID
    window_id: uuid.UUID
    cells: frozenset[Cell]


def leave_out_impossible(boxes: Iterable[Opened], rights: Sequence[Entitled]) -> list[Opened]:
    """Without what cannot be true: several answers about one cell in a box, a cell that nobody had in that window, and
    more answers about a cell than people who had it.

    Whoever sent too much cannot be told from those who did not, so all answers about that cell and window go. Keeping
    some of them would let one person pass for several.
    """
    boxes = [replace(box, answers=tuple({answer.cell: answer for answer in box.answers}.values())) for box in boxes]
    possible = Counter((right.window_id, cell) for right in rights for cell in right.cells)
    told = Counter((box.window_id, answer.cell) for box in boxes for answer in box.answers)
    return [
        replace(
            box,
            answers=tuple(
                answer
                for answer in box.answers
                if told[box.window_id, answer.cell] <= possible[box.window_id, answer.cell]
            ),
        )
        for box in boxes
    ]


def boxes_by_window(boxes: Iterable[Opened]) -> dict[uuid.UUID, list[Opened]]:
    by_window: dict[uuid.UUID, list[Opened]] = defaultdict(list)
    for box in boxes:
        by_window[box.window_id].append(box)
    return dict(by_window)
