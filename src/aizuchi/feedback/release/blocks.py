import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aizuchi.anonymous_answers.eligible import EligiblePerson
from aizuchi.feedback.release.answers import Answer, AnswerCell, AnswerSheet, count_unproven, leave_out_impossible
from aizuchi.kernel.disclosure_control import AnswerGroup, CellCounts, group_answers

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


@dataclass(frozen=True)
class Terms:
    """What was said to whoever may answer in a window."""

    quarter_on: datetime.date
    k: int
    may_wait: bool = False
    """That answers of too few wait for later ones."""


Waiting = set[tuple[datetime.date, uuid.UUID | None]]
"""Quarter and response (none: the whole): answers about it, if there are any, are not told yet, and may be later."""


@dataclass(frozen=True)
class PutTogether:
    blocks: list[BlockSum]
    waiting: Waiting


def put_together(
    sheets: Iterable[AnswerSheet],
    eligible: Sequence[EligiblePerson],
    *,
    terms: Mapping[uuid.UUID, Terms],
    waiting: Waiting,
    oldest: datetime.date,
    is_first: bool,
) -> PutTogether:
    """One mentor's quarter, and what waits from earlier ones; what is left of the quarter `oldest` has waited enough.

    `waiting` is everything that may come into a sum now. What waits afterwards follows from rights and from what is
    told, never from whether somebody answered.
    """
    piles, answers = _pile_up(leave_out_impossible(sheets, eligible), eligible, terms, waiting)
    grouped = group_answers(piles, oldest=oldest, is_first=is_first)
    may_wait = {told.quarter_on for told in terms.values() if told.may_wait}
    return PutTogether(
        [_add_up(group, answers) for group in grouped.groups],
        {(on, about) for on, about in waiting if on in may_wait and grouped.still_waits(on, about)},
    )


def make_blocks(sheets: Iterable[AnswerSheet], eligible: Sequence[EligiblePerson], *, k: int) -> list[BlockSum]:
    """One mentor's thirteen weeks by themselves: nothing waits, and whatever cannot be told goes."""
    terms = {one.window_id: Terms(datetime.date.min, k) for one in eligible}
    waiting = list_answerable(eligible, terms)
    found = put_together(sheets, eligible, terms=terms, waiting=waiting, oldest=datetime.date.min, is_first=False)
    return found.blocks


def list_answerable(eligible: Iterable[EligiblePerson], terms: Mapping[uuid.UUID, Terms]) -> Waiting:
    """Whatever somebody may have answered about."""
    return {(terms[one.window_id].quarter_on, cell.response_id) for one in eligible for cell in one.cells}


Where = tuple[AnswerCell, Terms]


def _pile_up(
    sheets: Iterable[AnswerSheet],
    eligible: Sequence[EligiblePerson],
    terms: Mapping[uuid.UUID, Terms],
    waiting: Waiting,
) -> tuple[list[CellCounts], Mapping[Where, list[Answer]]]:
    answers: dict[Where, list[Answer]] = defaultdict(list)
    boxes: dict[Where, dict[uuid.UUID, list[AnswerSheet]]] = defaultdict(lambda: defaultdict(list))
    for sheet in sheets:
        told = terms.get(sheet.window_id)
        for answer in sheet.answers:
            if told and (told.quarter_on, answer.cell.response_id) in waiting:
                answers[answer.cell, told].append(answer)
                boxes[answer.cell, told][sheet.window_id].append(sheet)
    piles = [
        CellCounts(
            path=cell.path,
            answers=len(found),
            rights=_eligible_in(cell, boxes[cell, told].keys(), eligible),
            k=told.k,
            unproven=sum(map(count_unproven, boxes[cell, told].values())),
            period=told.quarter_on,
            may_wait=told.may_wait,
        )
        for (cell, told), found in answers.items()
    ]
    return piles, answers


def _eligible_in(
    cell: AnswerCell, windows: Collection[uuid.UUID], eligible: Iterable[EligiblePerson]
) -> Mapping[Hashable, int]:
    """How often each person could have answered about the cell, in the windows from which answers about it came."""
    return Counter(one.person_id for one in eligible if one.window_id in windows and cell in one.cells)


def _add_up(group: AnswerGroup, answers: Mapping[Where, list[Answer]]) -> BlockSum:
    inside = {(pile.path, pile.period, pile.k, pile.may_wait) for pile in group.piles}
    told = [
        answer
        for (cell, terms), found in answers.items()
        if (cell.path, terms.quarter_on, terms.k, terms.may_wait) in inside
        for answer in found
    ]
    response_id, topic_id = (*group.path, None, None)[:2]
    return BlockSum(
        topic_id=topic_id,  # type: ignore[arg-type]  # paths are made of keys, see AnswerCell.path
        response_id=response_id,  # type: ignore[arg-type]
        people=group.people,
        met=_histogram(answer.met for answer in told),
        moved=_histogram(answer.moved for answer in told),
    )


def _histogram(values: Iterable[int]) -> tuple[int, ...]:
    counts = Counter(values)
    return tuple(counts[value] for value in range(1, LEVELS + 1))
