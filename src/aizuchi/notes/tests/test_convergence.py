"""However edits and interruptions fall, everybody ends up with the same words, and the log holds them all."""

import asyncio
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.kernel.sealing import make_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.sync import journal as journal_module
from aizuchi.notes.sync.connection import Connection, NoteAccess
from aizuchi.notes.sync.note_session import NoteSession, StoredNote
from aizuchi.notes.sync.protocol import Frame, Reader, Sync, sync_frame
from aizuchi.notes.tree import document_of, read_tree

pytestmark = pytest.mark.database

PEOPLE = 3
edits = st.one_of(
    st.tuples(
        st.just("write"), st.integers(0, PEOPLE - 1), st.integers(0, 9), st.text("あ漢aB👩‍👧 ", min_size=1, max_size=4)
    ),
    st.tuples(st.just("erase"), st.integers(0, PEOPLE - 1), st.integers(0, 9), st.just("")),
    st.tuples(st.just("part"), st.integers(0, PEOPLE - 1), st.just(0), st.just("")),
    st.tuples(st.just("return"), st.integers(0, PEOPLE - 1), st.just(0), st.just("")),
    st.tuples(st.just("hear"), st.integers(0, PEOPLE - 1), st.just(0), st.just("")),
)


class Mailbox:
    """A wire whose other end reads when it gets round to it."""

    backlog = 0

    def __init__(self, messages: list[bytes]) -> None:
        self.write = messages.append


class Person:
    """A tab: it writes at once, and hears what the server sent when it gets round to it."""

    def __init__(self, session: NoteSession) -> None:
        self.session = session
        self.id = uuid.uuid4()
        self.doc: Doc = Doc()
        self.lines = self.doc.get("prosemirror", type=XmlFragment)
        self.inbox: list[bytes] = []
        self.connection: Connection | None = None
        self._hearing = False
        self._subscription = self.doc.observe(lambda event: self._tell(event.update))
        self.come()

    def come(self) -> None:
        if self.connection is None:
            self.connection = Connection(Mailbox(self.inbox), speaks_ours=True)
            self.connection.access = NoteAccess(self.id, "", "", 0, may_write=True)
            self.session.join(self.connection)
            self.session.receive(self.connection, sync_frame(Sync.STATE, self.doc.get_state()))

    def go(self) -> None:
        if self.connection:
            self.session.leave(self.connection)
            self.connection = None
            self.inbox.clear()

    def hear(self) -> None:
        while self.inbox:
            reader = Reader(self.inbox.pop(0))
            if reader.number() == Frame.SYNC:
                self._hear_sync(reader.number(), reader.chunk())

    def _hear_sync(self, kind: int, data: bytes) -> None:
        if kind == Sync.STATE:
            self.session.receive(self.connection, sync_frame(Sync.MISSING, self.doc.get_update(data)))
        else:
            self._hearing = True
            self.doc.apply_update(data)
            self._hearing = False

    def _tell(self, update: bytes) -> None:
        if self.connection and not self._hearing:
            self.session.receive(self.connection, sync_frame(Sync.UPDATE, update))

    def write(self, line: int, text: str) -> None:
        if line >= len(self.lines.children):
            self.lines.children.append(XmlElement("paragraph", None, [XmlText(text)]))
        else:
            self.lines.children[line].children[0].insert(0, text)

    def erase(self, line: int) -> None:
        if line < len(self.lines.children):
            del self.lines.children[line]


class Log:
    def __init__(self) -> None:
        self.entries: list[bytes] = []

    def append(self, errand: journal_module.Errand) -> None:
        if errand.entry:
            self.entries.append(errand.entry.payload)


@settings(max_examples=60, deadline=None)
@given(st.lists(edits, max_size=40))
def test_everybody_ends_with_the_same_document(story):
    asyncio.run(_live_through(story))


async def _live_through(story) -> None:
    log = Log()
    note = StoredNote(
        document_id=uuid.uuid4(),
        circle_id=uuid.uuid4(),
        is_private=False,
        key=make_key(),
        updates=[],
        authors=Authors(),
    )
    session = NoteSession(note, journal=log)
    people = [Person(session) for _ in range(PEOPLE)]
    for what, who, line, text in story:
        person = people[who]
        if what == "write":
            person.write(line, text)
        elif what == "erase":
            person.erase(line)
        elif what == "part":
            person.go()
        elif what == "return":
            person.come()
        else:
            person.hear()
    for person in people:
        person.come()
    for _ in range(2):
        for person in people:
            person.hear()

    kept = read_tree(document_of(log.entries))
    assert all(read_tree(person.doc) == kept for person in people)
