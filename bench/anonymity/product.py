"""The product's own release of the invented year, from boxes to blocks."""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from aizuchi.feedback.release import (
    Answer,
    AnswerCell,
    AnswerSheet,
    EligiblePerson,
    Terms,
    Waiting,
    list_answerable,
    make_blocks,
    put_together,
)
from bench.anonymity.grouping import Year
from bench.anonymity.world import QUARTERS

if TYPE_CHECKING:
    from bench.anonymity.crowding import Box, Right

Sum = tuple[int, tuple[int, ...], int, tuple[int, ...]]
"""Told in which quarter, where, people, how often each level."""
K, FIRST = 5, datetime.date(2001, 1, 1)
QUARTER = datetime.timedelta(weeks=13)


def release_year(year: Year) -> list[Sum]:
    """All boxes of a mentor's year, put together at the end of each quarter."""
    told: list[Sum] = []
    waiting: Waiting = set()
    for quarter in range(QUARTERS):
        sheets, eligible, terms = _open_boxes(year, until=quarter)
        new = [one for one in eligible if terms[one.window_id].quarter_on == _day(quarter)]
        found = put_together(
            sheets,
            eligible,
            terms=terms,
            waiting=waiting | list_answerable(new, terms),
            oldest=_day(quarter - 3),
            is_first=not told,
        )
        waiting = found.waiting
        told += [(quarter, _path(block.response_id, block.topic_id), block.people, block.met) for block in found.blocks]
    return sorted(told)


def list_told_responses(boxes: Sequence["Box"], rights: Sequence["Right"]) -> set[int]:
    """Of which responses of one quarter there is a sum."""
    eligible = [
        EligiblePerson(_key(right.person), _key(right.window), frozenset({_cell(right.cell)})) for right in rights
    ]
    sheets = [
        AnswerSheet(_key(box.window), (Answer(_cell(box.cell), 3, 3),), proves_a_person=not box.is_second)
        for box in boxes
    ]
    blocks = make_blocks(sheets, eligible, k=K)
    return {block.response_id.int - 100 for block in blocks if block.response_id}


def _cell(cell: tuple[int, int]) -> AnswerCell:
    response, topic = cell
    return AnswerCell(_key(topic), _key(100 + response))


def _open_boxes(year: Year, *, until: int) -> tuple[list[AnswerSheet], list[EligiblePerson], dict[uuid.UUID, Terms]]:
    asked = year.asked
    boxes: dict[tuple[int, int], list[int]] = {}
    for row in year.rows[asked.quarter[year.rows] <= until]:
        boxes.setdefault((int(asked.person[row]), int(asked.window[row])), []).append(int(row))
    cells = {
        row: AnswerCell(_key(int(asked.topic[row])), _key(100 + int(asked.response[row])))
        for rows in boxes.values()
        for row in rows
    }
    eligible = [
        EligiblePerson(_key(person), _key(window), frozenset(cells[row] for row in rows))
        for (person, window), rows in boxes.items()
    ]
    sheets = [
        AnswerSheet(_key(window), tuple(Answer(cells[row], int(asked.met[row]), int(asked.moved[row])) for row in rows))
        for (_, window), rows in boxes.items()
        if asked.is_given[rows[0]]
    ]
    quarters = dict(zip(asked.window.tolist(), asked.quarter.tolist(), strict=True))
    windows = np.unique([window for _, window in boxes])
    terms = {_key(int(window)): Terms(_day(quarters[window]), K, may_wait=True) for window in windows}
    return sheets, eligible, terms


def _path(response: uuid.UUID | None, topic: uuid.UUID | None) -> tuple[int, ...]:
    return () if response is None else (response.int - 100, *(() if topic is None else (topic.int,)))


def _day(quarter: int) -> datetime.date:
    return FIRST + quarter * QUARTER


def _key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)
