"""One open note: its document in memory, the connections that look at it, and what happens to an edit."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from pycrdt import Doc, TransactionEvent

from aizuchi.kernel.device_keys import make_device_key
from aizuchi.notes.authors import Authors
from aizuchi.notes.log import LogEntry
from aizuchi.notes.native import guarded
from aizuchi.notes.sync.connection import Connection
from aizuchi.notes.sync.journal import Errand, Journal, JournalFull
from aizuchi.notes.sync.pieces import (
    SMALLEST_BLOCK,
    Piece,
    leave_out,
    measure,
    measure_of,
    missing_from,
    part_by_author,
    size_of_sum,
)
from aizuchi.notes.sync.presence import Presence
from aizuchi.notes.sync.protocol import (
    Close,
    ConnectionRefused,
    Frame,
    Reader,
    Sighting,
    Sync,
    awareness_frame,
    awareness_payload,
    json_frame,
    read_awareness,
    read_state_vector,
    sync_frame,
)
from aizuchi.notes.sync.relay import Kind, News
from aizuchi.notes.tree import apply_update, document_of
from aizuchi.notes.walker import DEEPEST_BLOCK, BadUpdate, Walk, depth_of, is_ready

Share = Callable[[News], None]

_NO_CHANGE = b"\x00\x00"
_MOST_WAITING = 100
_LARGEST_WAITING = 4 * 1024 * 1024
LARGEST_NOTE = 2 * 1024 * 1024
"""As it is told to a browser: some 600,000 Japanese characters."""
_REFUSAL_COSTS = 512 * 1024


@dataclass(frozen=True)
class StoredNote:
    """What the database knows of a note when it is opened."""

    document_id: uuid.UUID
    circle_id: uuid.UUID
    is_private: bool
    key: bytes
    updates: Sequence[bytes]
    authors: Authors


class NoteSession:
    def __init__(
        self, note: StoredNote, *, journal: Journal, share: Callable[[News], None] = lambda news: None
    ) -> None:
        """`share` tells the other nodes."""
        self.document_id, self.circle_id, self.is_private = note.document_id, note.circle_id, note.is_private
        self.connections: set[Connection] = set()
        self.unstored = 0
        self.kept = 0
        """Edits handed to the journal since this note was opened."""
        self._key = note.key
        self._authors = note.authors
        self._journal, self._share = journal, share
        self.is_broken = False
        self._presence = Presence()
        self._waiting: list[Piece] = []
        self._changes: list[bytes] = []
        self._doc: Doc[Any] = document_of(note.updates)
        self._known = self._read_known()
        self._size = sum(map(len, note.updates))
        self._most_levels = self._size // SMALLEST_BLOCK
        self._doc.observe(self._note_change)

    @property
    def is_idle(self) -> bool:
        return not self.connections and not self.unstored

    def state(self) -> bytes:
        return self._doc.get_update()

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)
        self.tell_standing(connection)
        self._tell_authors([connection], self._authors.told())
        connection.put(sync_frame(Sync.STATE, self._doc.get_state()))
        if everybody := self._presence.everybody():
            connection.put(awareness_frame(everybody))

    def tell_standing(self, connection: Connection) -> None:
        if connection.speaks_ours:
            device_key = "" if self.is_private else make_device_key("notes", connection.person_id)
            access = {
                "mayWrite": connection.access.may_write,
                "you": str(connection.person_id),
                "deviceKey": device_key,
            }
            connection.put(json_frame(Frame.STANDING, access))

    def leave(self, connection: Connection) -> None:
        self.connections.discard(connection)
        if farewells := self._presence.leave(connection):
            self._show_presence(connection, farewells)
        self._waiting = [piece for piece in self._waiting if piece.connection is not connection]  # sent again on return

    def _break_up(self) -> None:
        """This copy of the note cannot be trusted any more; everybody comes back to a fresh one from the log."""
        self.is_broken = True
        self.close_all(Close.RELOAD, "reload")

    def close_all(self, code: Close, reason: str) -> None:
        for connection in list(self.connections):
            connection.close(code, reason)

    def receive(self, connection: Connection, data: bytes) -> None:
        """Raises `ConnectionRefused` where this connection must end."""
        reader = Reader(data)
        kind = reader.number()
        if kind == Frame.SYNC:
            self._receive_sync(connection, reader.number(), reader.chunk())
        elif kind == Frame.AWARENESS:
            self._receive_awareness(connection, reader.chunk())
        elif kind == Frame.QUERY_AWARENESS:
            connection.put(awareness_frame(self._presence.everybody()))
        else:
            raise ConnectionRefused(Close.MALFORMED, "unknown frame")

    def apply_from_elsewhere(self, update: bytes, author_id: uuid.UUID) -> None:
        """An update that is in the log already: from another node, or written by the server itself."""
        walked = measure(update)
        self._learn(walked, self._known, author_id)
        self._take_from_log([update])

    def catch_up(self, note: StoredNote) -> None:
        self._tell_authors(self.connections, self._authors.adopt(note.authors))
        self._take_from_log(note.updates)

    def _take_from_log(self, updates: Iterable[bytes]) -> None:
        for update in updates:
            self._apply(update)
            self._size += len(update)
        self._known = self._read_known()
        self._most_levels = max(self._most_levels, self._size // SMALLEST_BLOCK)
        for change in self._take_changes():
            self._fan_out(sync_frame(Sync.UPDATE, change), but=None)
        self._take_what_waited()

    def hear(self, node: bytes, news: News) -> None:
        """What another node tells."""
        if news.kind is Kind.UPDATE:
            self.apply_from_elsewhere(news.payload, news.author_id)
        elif news.kind is Kind.PRESENCE:
            self._hear_presence(node, news)
        else:
            self._tell_who_is_here()

    def _hear_presence(self, node: bytes, news: News) -> None:
        if sightings := self._presence.accept(node, read_awareness(news.payload)):
            self._claim(sightings, news.author_id)
            self._fan_out(awareness_frame(sightings), but=None)

    def _tell_who_is_here(self) -> None:
        for connection in self.connections:
            if here := self._presence.of(connection):
                self._share(News(Kind.PRESENCE, connection.person_id, awareness_payload(here)))

    def _claim(self, sightings: Iterable[Sighting], person_id: uuid.UUID) -> None:
        news: dict[str, str] = {}
        for seen in sightings:
            news |= self._authors.claim(seen.client, person_id)
        self._tell_authors(self.connections, news)

    def _learn(
        self, walked: Walk, known: Mapping[int, int], person_id: uuid.UUID, nobodys: Collection[int] = ()
    ) -> None:
        news: dict[str, str] = {}
        for section in walked.sections:
            person = None if section.client in nobodys else person_id
            start = max(section.start, known.get(section.client, 0))
            if start < section.end:
                news |= self._authors.learn(section.client, start, section.end, person)
        self._tell_authors(self.connections, news)

    def _receive_sync(self, connection: Connection, kind: int, data: bytes) -> None:
        if kind == Sync.STATE:
            self._answer_state(connection, data)
        elif kind in (Sync.MISSING, Sync.UPDATE):
            connection.received += 1
            self._receive_edit(connection, data, is_answer=kind == Sync.MISSING)
        else:
            raise ConnectionRefused(Close.MALFORMED, "unknown sync frame")

    def _answer_state(self, connection: Connection, state_vector: bytes) -> None:
        read_state_vector(state_vector)
        try:
            missing = missing_from(self._doc, state_vector)
        except (ValueError, RuntimeError) as error:
            raise ConnectionRefused(Close.MALFORMED, "malformed state") from error
        connection.put(sync_frame(Sync.MISSING, missing))

    def _receive_edit(self, connection: Connection, update: bytes, *, is_answer: bool) -> None:
        if not connection.access.may_write:
            if is_answer:  # every client answers, also one that only reads: what it has on top is not taken
                return
            raise ConnectionRefused(Close.READ_ONLY, "read only")
        if update == _NO_CHANGE:
            self._acknowledge(connection)
            return
        piece = Piece(connection, update, measure_of(connection, update), is_answer)
        others = self._clients_of_others(piece)
        if others and is_answer:
            piece = leave_out(piece, others)
        elif others:
            raise ConnectionRefused(Close.MALFORMED, "another's client")
        if is_ready(piece.walked, self._known):
            self._take(piece)
            self._take_what_waited()
        else:
            self._let_wait(piece)

    def _clients_of_others(self, piece: Piece) -> list[int]:
        """Clients of somebody else in whose name this would say something new.

        In an answer they are passed over only while somebody speaks for them, who will say it themselves: else it is
        what the server lost in a crash and this browser still has.
        """
        me, known = piece.connection.person_id, self._known
        return [
            section.client
            for section in piece.walked.sections
            if section.end > known.get(section.client, 0)
            and self._authors.owner_of(section.client) not in (None, me)
            and not (piece.is_answer and self._presence.speaker_of(section.client) is None)
        ]

    def _let_wait(self, piece: Piece) -> None:
        """An edit may come before the one it builds on; until that one is here it is not part of the document."""
        self._waiting.append(piece)
        size = sum(len(one.update) for one in self._waiting)
        if len(self._waiting) > _MOST_WAITING or size > _LARGEST_WAITING:
            raise ConnectionRefused(Close.MALFORMED, "out of order")

    def _take_what_waited(self) -> None:
        while ready := next((piece for piece in self._waiting if is_ready(piece.walked, self._known)), None):
            self._waiting.remove(ready)
            try:
                self._take(ready)
            except ConnectionRefused as refusal:  # it ends who sent the piece, not whoever completed it
                ready.connection.close(refusal.code, str(refusal))

    def _take(self, piece: Piece) -> None:
        """Makes it part of the document, shows it to the others, and hands it on to the disk."""
        self._check_space_for(piece)
        self._check_depth(piece)
        walked, before = piece.walked, self._known
        nobodys = self._find_nobodys(piece)
        self._apply(piece.update)
        changes = self._take_changes()
        self._known = self._known_after(walked)
        self._learn(walked, before, piece.connection.person_id, nobodys)
        stored = self._stored_after(piece.connection)
        for change in changes:
            self._size += len(change)
            self._keep(piece.connection, change, stored, nobodys)
        if not changes:
            self._acknowledge(piece.connection)

    def _known_after(self, walked: Walk) -> dict[int, int]:
        if len(walked.sections) > 1:
            known = self._read_known()
            if any(known.get(section.client, 0) < section.end for section in walked.sections):
                self._break_up()  # two that wait for each other: they would wait inside the document for ever
                raise ConnectionRefused(Close.MALFORMED, "it builds on itself")
            return known
        known = dict(self._known) if walked.sections else self._known
        for section in walked.sections:
            known[section.client] = max(section.end, known.get(section.client, 0))
        return known

    def _find_nobodys(self, piece: Piece) -> Collection[int]:
        """Clients nobody has spoken for yet, in an answer: own ones of an earlier visit, or another's that got lost."""
        if not piece.is_answer or not piece.connection.speaks_ours:
            return ()
        here = piece.connection
        return [
            section.client
            for section in piece.walked.sections
            if self._authors.owner_of(section.client) is None
            and self._presence.speaker_of(section.client) is not here
            and section.end > self._known.get(section.client, 0)
        ]

    def _check_space_for(self, piece: Piece) -> None:
        if not piece.walked.sections or self._size + len(piece.update) <= LARGEST_NOTE:
            return
        here = missing_from(self._doc, b"\x00")  # what was deleted meanwhile counts no more
        self._size = len(here)
        after = self._size + len(piece.update)
        if after > LARGEST_NOTE and piece.walked.deletions:  # what it deletes counts no more either
            after = size_of_sum([here, piece.update])
        if after > LARGEST_NOTE:
            piece.connection.allowance.spend(_REFUSAL_COSTS)
            raise ConnectionRefused(Close.FULL, "full")

    def _check_depth(self, piece: Piece) -> None:
        """Counted upwards from the last time that it was measured, so that it is measured seldom."""
        if not piece.walked.types:
            return
        self._most_levels += piece.walked.types
        if self._most_levels <= DEEPEST_BLOCK:
            return
        try:
            depth = depth_of([missing_from(self._doc, b"\x00"), piece.update])
        except BadUpdate as error:
            raise ConnectionRefused(Close.MALFORMED, "malformed update") from error
        if depth > DEEPEST_BLOCK:
            raise ConnectionRefused(Close.MALFORMED, "too deep")
        self._most_levels = depth

    def _keep(self, connection: Connection, change: bytes, stored: int, nobodys: Collection[int]) -> None:
        """`stored` frames of this connection are on disk once this change is."""
        self._fan_out(sync_frame(Sync.UPDATE, change), but=connection)
        self._share(News(Kind.UPDATE, connection.person_id, change))
        now = timezone.now()
        if nobodys:
            change, lost = part_by_author(change, nobodys)
            entry = LogEntry(document_id=self.document_id, author_id=None, at=now, payload=lost)
            self._hand_in(Errand(entry, self._key, partial(self._settle, connection, 0)))
        entry = LogEntry(document_id=self.document_id, author_id=connection.person_id, at=now, payload=change)
        self._hand_in(Errand(entry, self._key, partial(self._settle, connection, stored)))

    def _stored_after(self, connection: Connection) -> int:
        """How many frames of a connection will be on disk with the next change; none as long as one of them waits."""
        return 0 if any(piece.connection is connection for piece in self._waiting) else connection.received

    def _acknowledge(self, connection: Connection) -> None:
        if stored := self._stored_after(connection):
            self._acknowledge_in_turn(connection, stored)

    def _acknowledge_in_turn(self, connection: Connection, stored: int) -> None:
        """The journal keeps order: when this errand's turn comes, everything received before it is on disk."""
        if self.unstored:
            self._hand_in(Errand(None, self._key, partial(self._settle, connection, stored)))
        else:
            connection.tell_stored(stored)

    def _hand_in(self, errand: Errand) -> None:
        try:
            self._journal.append(errand)
        except JournalFull:
            # In memory but never on its way to the disk: this copy of the note must not live on.
            self._break_up()
            return
        self.unstored += 1
        self.kept += 1 if errand.entry else 0

    def _settle(self, connection: Connection, stored: int, is_stored: bool) -> None:
        self.unstored -= 1
        if not is_stored:
            self.close_all(Close.NOT_FOUND, "not found")
        elif stored:
            connection.tell_stored(stored)

    def _apply(self, update: bytes) -> None:
        try:
            apply_update(self._doc, update)
        except ValueError as error:  # it could not even be decoded: the document is as it was
            raise ConnectionRefused(Close.MALFORMED, "malformed update") from error
        except RuntimeError as error:  # it broke off half way: the copy in memory cannot be trusted any more
            self._break_up()
            raise ConnectionRefused(Close.MALFORMED, "malformed update") from error

    def _read_known(self) -> dict[int, int]:
        return read_state_vector(_state(self._doc))

    def _note_change(self, event: TransactionEvent) -> None:
        self._changes.append(event.update)

    def _take_changes(self) -> list[bytes]:
        changes, self._changes = self._changes, []
        return changes

    def _receive_awareness(self, connection: Connection, data: bytes) -> None:
        sightings = read_awareness(data)
        news = self._presence.accept(connection, [seen for seen in sightings if self._may_speak(connection, seen)])
        if news:
            self._claim(news, connection.person_id)
            self._show_presence(connection, news)

    def _may_speak(self, connection: Connection, seen: Sighting) -> bool:
        """Nobody moves a caret under another's name. Clients also repeat what they heard: that is passed over."""
        return self._authors.owner_of(seen.client) in (None, connection.person_id)

    def _show_presence(self, connection: Connection, news: list[Sighting]) -> None:
        """Also to whoever said it: Yjs clients take a long silence for a dead server."""
        self._fan_out(awareness_frame(news), but=None)
        self._share(News(Kind.PRESENCE, connection.person_id, awareness_payload(news)))

    def _fan_out(self, frame: bytes, *, but: Connection | None) -> None:
        for connection in self.connections:
            if connection is not but:
                connection.put(frame)

    def _tell_authors(self, connections: Iterable[Connection], authors: Mapping[str, str]) -> None:
        if not authors:
            return
        frame = json_frame(Frame.AUTHORS, authors)
        for connection in connections:
            if connection.speaks_ours:
                connection.put(frame)


@guarded
def _state(document: Doc[Any]) -> bytes:
    return document.get_state()
