import uuid
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aizuchi.anonymous_answers.eligible import EligiblePerson
from aizuchi.feedback.release.answers import Answer, AnswerCell, AnswerSheet, leave_out_impossible
from aizuchi.kernel.disclosure_control import CellCounts, Path, partition

LEVELS = 5


@dataclass(frozen=True)
class BlockSum:
    """What becomes a row: nothing in it is about fewer people than `people`."""

    topic_id: uuid.UUID | None
    response_id: uuid.UUID | None
    people: int
    met: tuple[int, ...]
    moved: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.met)


def make_blocks(sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson], *, k: int) -> list[BlockSum]:
    """One mentor's thirteen weeks, each answer in one block of at least k people, as fine as can be."""
    answers: dict[AnswerCell, list[Answer]] = defaultdict(list)
    windows: dict[AnswerCell, set[uuid.UUID]] = defaultdict(set)
    unproven: Counter[AnswerCell] = Counter()
    for sheet in leave_out_impossible(sheets, eligible):
        for answer in sheet.answers:
            answers[answer.cell].append(answer)
            windows[answer.cell].add(sheet.window_id)
            unproven[answer.cell] += not sheet.proves_a_person
    piles: dict[Path, CellCounts] = {
        cell.path: CellCounts(len(found), _eligible_in(cell, windows[cell], eligible), unproven[cell])
        for cell, found in answers.items()
    }
    by_path: dict[Path, list[Answer]] = {cell.path: found for cell, found in answers.items()}
    return [_add_up(group.path, group.cells, group.people, by_path) for group in partition(piles, k=k)]


def _eligible_in(
    cell: AnswerCell, windows: set[uuid.UUID], eligible: Iterable[EligiblePerson]
) -> Mapping[Hashable, int]:
    """How often each person could have answered about the cell, in the windows from which answers about it came."""
    return Counter(one.person_id for one in eligible if one.window_id in windows and cell in one.cells)


def _add_up(
    path: tuple[Hashable, ...],
    cells: Iterable[tuple[Hashable, ...]],
    people: int,
    answers: Mapping[tuple[Hashable, ...], list[Answer]],
) -> BlockSum:
    told = [answer for cell in cells for answer in answers[cell]]
    response_id, topic_id = (*path, None, None)[:2]
    return BlockSum(
        topic_id=topic_id,  # type: ignore[arg-type]  # paths are made of keys, see AnswerCell.path
        response_id=response_id,  # type: ignore[arg-type]
        people=people,
        met=_histogram(answer.met for answer in told),
        moved=_histogram(answer.moved for answer in told),
    )


def _histogram(values: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(values)
    return tuple(counts[value] for value in range(1, LEVELS + 1))
