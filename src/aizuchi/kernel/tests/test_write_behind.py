"""Notes of what was looked at reach the database a moment later, each at least once, and none stops the others."""

import threading

import pytest
from django.db import IntegrityError, OperationalError

from aizuchi.kernel import write_behind
from aizuchi.kernel.write_behind import WriteBehind, Writer


@pytest.fixture(autouse=True)
def _kinds_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_behind, "_kinds", [])


def test_what_has_gathered_is_written_at_once() -> None:
    written: list[list[int]] = []
    notes = WriteBehind[int](lambda batch: written.append([*batch]))
    notes.add(1)
    notes.add(2)
    assert written == []

    write_behind.flush_all()
    write_behind.flush_all()

    assert written == [[1, 2]]


def test_one_that_the_database_refuses_is_left_out() -> None:
    written: list[int] = []

    def write(batch: list[int]) -> None:
        if 2 in batch:
            raise IntegrityError
        written.extend(batch)

    notes = WriteBehind[int](write)
    for number in (1, 2, 3):
        notes.add(number)

    notes.flush()

    assert written == [1, 3]


def test_what_cannot_be_written_now_is_written_later_and_in_order() -> None:
    written: list[int] = []
    is_away = True

    def write(batch: list[int]) -> None:
        if is_away:
            raise OperationalError
        written.extend(batch)

    notes = WriteBehind[int](write)
    notes.add(1)
    notes.add(2)
    with pytest.raises(OperationalError):
        notes.flush()
    notes.add(3)
    is_away = False

    notes.flush()

    assert written == [1, 2, 3]


def test_the_oldest_give_way_where_nothing_can_be_written_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_behind, "MOST_WAITING", 2)
    written: list[int] = []
    notes = WriteBehind[int](written.extend)
    for number in (1, 2, 3):
        notes.add(number)

    notes.flush()

    assert written == [2, 3]


def test_the_thread_writes_by_itself_and_what_is_left_when_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_behind, "EVERY_SECONDS", 0.001)
    written, is_written = [], threading.Event()

    def write(batch: list[int]) -> None:
        written.extend(batch)
        is_written.set()

    notes = WriteBehind[int](write)
    writer = Writer()
    writer.start()
    notes.add(1)
    assert is_written.wait(10)

    notes.add(2)
    writer.stop()

    assert written == [1, 2]
