"""Who sent it wrote it: nobody's words get another's name, and nobody goes on under another's number."""

import json
import uuid

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.kernel.sealing import make_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.sync.connection import Connection, NoteAccess
from aizuchi.notes.sync.journal import Errand
from aizuchi.notes.sync.note_session import LARGEST_NOTE, NoteSession, StoredNote
from aizuchi.notes.sync.protocol import ConnectionRefused, Sighting, Sync, awareness_frame, sync_frame
from aizuchi.notes.tests.test_walker import nested_blocks
from aizuchi.notes.tree import document_of, read_tree
from aizuchi.notes.walker import DEEPEST_BLOCK


class Log:
    def __init__(self) -> None:
        self.rows: list[tuple[uuid.UUID | None, bytes]] = []

    def append(self, errand: Errand) -> None:
        if errand.entry:
            self.rows.append((errand.entry.author_id, errand.entry.payload))
        errand.done(True)

    @property
    def text(self) -> str:
        return read_tree(document_of(payload for _, payload in self.rows)).plain_text


class WebSocketTransport:
    backlog = 0

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.write = self.sent.append
        self.closed: int | None = None

    def close(self, code: int, reason: str) -> None:
        self.closed = code

    def cut(self) -> None:
        self.closed = 1013


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def session(log) -> NoteSession:
    note = StoredNote(uuid.uuid4(), uuid.uuid4(), False, make_key(), [], Authors())
    session = NoteSession(note, journal=log)
    session._settle = lambda connection, stored, is_stored: connection.tell_stored(stored)
    return session


def enter(session: NoteSession, person: uuid.UUID | None = None) -> Connection:
    connection = Connection(WebSocketTransport(), speaks_ours=True)
    connection.access = NoteAccess(person or uuid.uuid4(), "", "", 0, may_write=True)
    session.join(connection)
    return connection


@pytest.fixture
def mentee(session) -> Connection:
    return enter(session)


@pytest.fixture
def mentor(session) -> Connection:
    return enter(session)


class Tab:
    """A document that keeps each of its edits."""

    def __init__(self, client: int, *updates: bytes) -> None:
        self.doc: Doc = Doc(client_id=client)
        for update in updates:
            self.doc.apply_update(update)
        self.lines = self.doc.get("prosemirror", type=XmlFragment)
        self.edits: list[bytes] = []
        self._subscription = self.doc.observe(lambda event: self.edits.append(event.update))

    def write(self, text: str) -> bytes:
        self.lines.children.append(XmlElement("paragraph", None, [XmlText(text)]))
        return self.edits[-1]


def edit(update: bytes) -> bytes:
    return sync_frame(Sync.UPDATE, update)


def answer(update: bytes) -> bytes:
    return sync_frame(Sync.MISSING, update)


def told_authors(connection: Connection) -> dict[str, str]:
    told: dict[str, str] = {}
    for frame in connection.wire.sent:
        if frame[:1] == b"\x65":
            told |= json.loads(frame[frame.index(b"{") :])
    return told


def test_an_edit_that_goes_on_under_another_persons_number_is_refused(session, mentee, mentor, log):
    first = Tab(5).write("わたしの行")
    session.receive(mentee, edit(first))
    forged = Tab(5, first).write("言っていないこと")

    with pytest.raises(ConnectionRefused):
        session.receive(mentor, edit(forged))

    assert log.text == "わたしの行"
    assert told_authors(mentee) == {"5": str(mentee.person_id)}


def test_as_an_answer_it_is_passed_over_while_she_is_there(session, mentee, mentor, log):
    first = Tab(5).write("わたしの行")
    session.receive(mentee, awareness_frame([Sighting(5, 1, b"{}")]))
    session.receive(mentee, edit(first))
    forged = Tab(5, first).write("言っていないこと")

    session.receive(mentor, answer(forged))

    assert log.text == "わたしの行"


def test_what_the_server_lost_in_a_crash_comes_back_by_the_other_under_no_other_name(session, mentee, mentor, log):
    """She wrote, he saw it, the server died before the disk had it; he comes back first."""
    first = Tab(5).write("わたしの行")
    session.receive(mentee, edit(first))
    session.leave(mentee)
    hers = Tab(5, first)
    hers.write("消えかけた行")
    his = Tab(6, first, hers.edits[-1])
    session.receive(mentor, awareness_frame([Sighting(6, 1, b"{}")]))

    his.write("かれの行")
    session.receive(mentor, answer(his.doc.get_update()))

    assert log.text == "わたしの行消えかけた行かれの行"
    told = told_authors(mentor)
    assert told["5"] == str(mentee.person_id)
    assert [told[place] for place in told if place.startswith("5@")] == [str(mentor.person_id)]


def test_words_that_waited_for_hers_stay_those_of_who_sent_them(session, mentee, mentor, log):
    """He guesses her next number and builds on it; her keystroke must not make his words hers."""
    hers = Tab(5)
    first, second = hers.write("一"), hers.write("二")
    his = Tab(6, first, second).write("かれの行")
    session.receive(mentee, edit(first))
    session.receive(mentor, edit(his))
    assert log.text == "一"

    session.receive(mentee, edit(second))

    assert log.text == "一二かれの行"
    assert [author for author, _ in log.rows] == [mentee.person_id, mentee.person_id, mentor.person_id]
    assert told_authors(mentee) == {"5": str(mentee.person_id), "6": str(mentor.person_id)}


def test_nobody_moves_a_caret_under_another_persons_number(session, mentee, mentor):
    session.receive(mentee, edit(Tab(5).write("一")))

    session.receive(mentor, awareness_frame([Sighting(5, 9, b'{"cursor": 1}')]))

    assert not any(frame[:1] == b"\x01" for frame in mentee.wire.sent)


def test_two_tabs_and_an_earlier_visit_of_one_person_go_on(session, mentee, log):
    other_tab = enter(session, mentee.person_id)
    first = Tab(5).write("一")
    session.receive(mentee, edit(first))
    session.receive(other_tab, edit(Tab(7, first).write("二")))
    session.leave(mentee)

    session.receive(other_tab, edit(Tab(5, first).write("三")))

    assert sorted(log.text) == sorted("一二三")
    assert {author for author, _ in log.rows} == {mentee.person_id}


def test_the_authors_of_the_log_are_those_who_sent_it(mentee, mentor):
    authors = Authors()
    first = Tab(5).write("一")
    authors.learn_update(first, mentee.person_id)
    authors.learn_update(Tab(5, first).write("二"), mentor.person_id)

    told = authors.told()

    assert list(told.values()) == [str(mentee.person_id), str(mentor.person_id)]
    assert Authors.read(told).told() == told


def test_blocks_in_blocks_are_refused_also_if_they_come_one_by_one(session, mentee, log):
    session.receive(mentee, edit(nested_blocks(DEEPEST_BLOCK - 1)))
    deeper = b"\x01\x01\x05" + bytes([DEEPEST_BLOCK]) + b"\x07\x00\x05" + bytes([DEEPEST_BLOCK - 1]) + b"\x03\x01p\x00"

    with pytest.raises(ConnectionRefused, match="too deep"):
        session.receive(mentee, edit(deeper))

    assert not session.is_broken
    assert len(log.rows) == 1


def test_a_note_that_is_full_takes_no_more_and_lets_be_deleted(session, mentee, log):
    tab = Tab(5)
    session.receive(mentee, edit(tab.write("長" * (LARGEST_NOTE // 3 - 1_000))))

    with pytest.raises(ConnectionRefused) as refused:
        session.receive(mentee, edit(Tab(7).write("長" * 1_000)))
    assert refused.value.code == 4413
    del tab.lines.children[0]
    session.receive(mentee, edit(tab.edits[-1]))
    session.receive(mentee, edit(tab.write("また書ける")))

    assert log.text == "また書ける"


def test_what_comes_back_shorter_is_taken_as_what_it_makes_of_the_note(session, mentee, log):
    """A browser that could not save brings on its return, in one update, all that was added and deleted meanwhile."""
    tab = Tab(5)
    session.receive(mentee, edit(tab.write("長" * (LARGEST_NOTE // 3 - 1_000))))
    before = tab.doc.get_state()
    del tab.lines.children[0]
    tab.write("新" * 10_000)

    session.receive(mentee, sync_frame(Sync.MISSING, tab.doc.get_update(before)))

    assert log.text == "新" * 10_000
