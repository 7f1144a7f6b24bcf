"""What a client sends hurts at most its own connection; what the disk refuses is never called stored."""

import asyncio
import datetime
import uuid
from contextlib import suppress

import pytest
from django.db import DatabaseError
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from tests.thorough import examples

from aizuchi.kernel.sealing import make_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.log import LogEntry
from aizuchi.notes.sync import journal as journal_module
from aizuchi.notes.sync.connection import Connection, NoteAccess
from aizuchi.notes.sync.journal import Errand, Journal
from aizuchi.notes.sync.note_session import NoteSession, StoredNote
from aizuchi.notes.sync.protocol import ConnectionRefused, Sync, number, sync_frame
from aizuchi.notes.tree import read_tree


class Log:
    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def append(self, errand: Errand) -> None:
        if errand.entry:
            self.entries.append(errand.entry.payload)


class SilentTransport:
    """To a browser that takes nothing."""

    def __init__(self) -> None:
        self.backlog = 0
        self.is_cut = False

    def write(self, message: bytes) -> None:
        self.backlog += len(message)

    def close(self, code: int, reason: str) -> None:
        pass

    def cut(self) -> None:
        self.is_cut = True


def an_update() -> bytes:
    document: Doc = Doc(client_id=7)
    fragment = document.get("prosemirror", type=XmlFragment)
    paragraph = XmlElement("paragraph")
    fragment.children.append(paragraph)
    text = XmlText("はじめ")
    paragraph.children.append(text)
    text.insert(0, "太字", {"strong": {}})
    del text[0:3]
    return document.get_update()


UPDATE = an_update()


@st.composite
def damaged_updates(draw) -> bytes:
    damaged = bytearray(UPDATE)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(damaged) - 1))
        match draw(st.sampled_from(["change", "cut", "insert", "drop"])):
            case "change":
                damaged[place] = draw(st.sampled_from([0, 1, 127, 128, 255]) | st.integers(0, 255))
            case "cut":
                damaged = damaged[: place + 1]
            case "insert":
                damaged[place:place] = draw(st.binary(max_size=6))
            case "drop" if len(damaged) > 1:
                del damaged[place]
    return bytes(damaged)


def open_note_session() -> tuple[NoteSession, Connection, Connection]:
    note = StoredNote(
        document_id=uuid.uuid4(),
        circle_id=uuid.uuid4(),
        is_private=False,
        key=make_key(),
        updates=[UPDATE],
        authors=Authors(),
    )
    session = NoteSession(note, journal=Log())
    connections = []
    for _ in range(2):
        connection = Connection(SilentTransport(), speaks_ours=True)
        connection.access = NoteAccess(uuid.uuid4(), "", "", 0, may_write=True)
        session.join(connection)
        connections.append(connection)
    return session, *connections


@settings(max_examples=examples(400), deadline=None)
@given(damaged_updates())
def test_a_damaged_update_is_taken_or_refused_and_never_breaks_the_server(update):
    session, hostile, peaceful = open_note_session()

    with suppress(ConnectionRefused):
        session.receive(hostile, sync_frame(Sync.UPDATE, update))

    if not session.is_broken:  # else everybody comes back to a fresh copy from the log, which has nothing of this
        session.receive(peaceful, sync_frame(Sync.UPDATE, b"\x00\x00"))
        copy: Doc = Doc()
        copy.apply_update(session.state())
        read_tree(copy)


@settings(max_examples=300, deadline=None)
@given(st.binary(min_size=1, max_size=60))
def test_any_bytes_are_a_frame_or_a_reason_to_close(data):
    session, hostile, _ = open_note_session()

    with suppress(ConnectionRefused):  # anything else would take the others' connections along
        session.receive(hostile, data)


async def test_nothing_is_called_stored_while_the_disk_refuses(monkeypatch):
    tries, told = [], asyncio.Event()

    def store(batch):
        tries.append(len(batch))
        if len(tries) < 3:
            raise DatabaseError("database or disk is full")
        return [True] * len(batch)

    monkeypatch.setattr(journal_module, "_store", store)
    monkeypatch.setattr(journal_module.time, "sleep", lambda seconds: None)
    journal = Journal(asyncio.get_running_loop())
    entry = LogEntry(
        document_id=uuid.uuid4(), author_id=None, at=datetime.datetime.now(datetime.UTC), payload=b"\x00\x00"
    )

    def done(is_stored: bool) -> None:
        assert is_stored
        assert len(tries) == 3
        told.set()

    journal.append(Errand(entry, make_key(), done))

    await asyncio.wait_for(told.wait(), 5)


async def test_what_waits_for_the_disk_is_bounded(monkeypatch):
    monkeypatch.setattr(journal_module, "_LARGEST_BACKLOG", 10)
    monkeypatch.setattr(journal_module, "_store", lambda batch: [True] * len(batch))
    journal = Journal(asyncio.get_running_loop())
    errand = Errand(None, make_key(), lambda is_stored: None)
    journal.append(errand)

    with pytest.raises(journal_module.JournalFull):
        journal.append(errand)


def test_a_reader_that_does_not_read_loses_its_connection():
    wire = SilentTransport()
    connection = Connection(wire, speaks_ours=True)
    for _ in range(9):
        connection.put(b"x" * 1024 * 1024)

    assert wire.is_cut
    assert connection.is_closing


def test_many_pieces_are_paid_for_as_well_as_many_bytes():
    session, hostile, peaceful = open_note_session()
    many = b"\x01" + number(40_000) + b"\x09\x00" + b"\x00\x01" * 40_000 + b"\x00"

    session.receive(hostile, sync_frame(Sync.UPDATE, many))
    session.receive(hostile, sync_frame(Sync.UPDATE, many))
    session.receive(hostile, sync_frame(Sync.UPDATE, many))
    with pytest.raises(ConnectionRefused, match="too much"):
        session.receive(hostile, sync_frame(Sync.UPDATE, many))

    assert not hostile.allowance.take(100_000)
    assert peaceful.allowance.take(1_000_000)


def test_an_honest_large_note_comes_back_after_a_crash_of_the_server():
    """All of it in one answer, twice, from a browser that has what the server lost."""
    document: Doc = Doc(client_id=9)
    lines = document.get("prosemirror", type=XmlFragment)
    for place in range(6_000):
        lines.children.insert(place // 2, XmlElement("paragraph", None, [XmlText("長いノートの一行です。" * 3)]))
    whole = document.get_update()

    for _ in range(2):
        session, honest, _ = open_note_session()
        session.receive(honest, sync_frame(Sync.MISSING, whole))

        assert len(session.state()) >= len(whole)
        assert honest.allowance.take(2_000_000)
