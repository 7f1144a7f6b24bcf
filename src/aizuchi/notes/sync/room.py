"""One open note: its document in memory, the connections that look at it, and what happens to an edit."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone
from pycrdt import Doc, TransactionEvent, get_state, get_update

from aizuchi.notes.log import Entry
from aizuchi.notes.sync.connection import Connection
from aizuchi.notes.sync.journal import Errand, Journal, JournalFull
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

Share = Callable[[News], None]

_NO_CHANGE = b"\x00\x00"
_MOST_WAITING = 100


@dataclass(frozen=True)
class StoredNote:
    """What the database knows of a note when it is opened."""

    document_id: uuid.UUID
    circle_id: uuid.UUID
    is_private: bool
    key: bytes
    updates: Sequence[bytes]
    authors: dict[int, uuid.UUID]


class Room:
    def __init__(
        self, note: StoredNote, *, journal: Journal, share: Callable[[News], None] = lambda news: None
    ) -> None:
        """`share` tells the other nodes."""
        self.document_id, self.circle_id, self.is_private = note.document_id, note.circle_id, note.is_private
        self.connections: set[Connection] = set()
        self.unstored = 0
        self._key = note.key
        self._authors = dict(note.authors)
        self._journal, self._share = journal, share
        self.is_broken = False
        self._presence = Presence()
        self._waiting: list[bytes] = []
        self._changes: list[bytes] = []
        self._doc: Doc[Any] = Doc()
        for update in note.updates:
            self._doc.apply_update(update)
        self._doc.observe(self._note_change)

    @property
    def is_idle(self) -> bool:
        return not self.connections and not self.unstored

    def state(self) -> bytes:
        return self._doc.get_update()

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)
        self.tell_standing(connection)
        self._tell_authors([connection], self._authors)
        connection.put(sync_frame(Sync.STATE, self._doc.get_state()))
        if everybody := self._presence.everybody():
            connection.put(awareness_frame(everybody))

    def tell_standing(self, connection: Connection) -> None:
        if connection.speaks_ours:
            device_key = "" if self.is_private else make_device_key(connection.person_id)
            standing = {
                "mayWrite": connection.standing.may_write,
                "you": str(connection.person_id),
                "deviceKey": device_key,
            }
            connection.put(json_frame(Frame.STANDING, standing))

    def leave(self, connection: Connection) -> None:
        self.connections.discard(connection)
        if farewells := self._presence.leave(connection):
            self._show_presence(connection, farewells)
        if self._waiting:  # what they build on may never come: forget the pieces by starting from the log again
            self._break_up()

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
        self._apply(update)
        self.learn_authors(dict.fromkeys(_new_clients(update), author_id))
        for change in self._take_changes():
            self._fan_out(sync_frame(Sync.UPDATE, change), but=None)

    def catch_up(self, note: StoredNote) -> None:
        self.learn_authors(note.authors)
        for update in note.updates:
            self._apply(update)
        for change in self._take_changes():
            self._fan_out(sync_frame(Sync.UPDATE, change), but=None)

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
            self.learn_authors({seen.client: news.author_id for seen in sightings})
            self._fan_out(awareness_frame(sightings), but=None)

    def _tell_who_is_here(self) -> None:
        for connection in self.connections:
            if here := self._presence.of(connection):
                self._share(News(Kind.PRESENCE, connection.person_id, awareness_payload(here)))

    def learn_authors(self, authors: dict[int, uuid.UUID]) -> None:
        """A client's first words fix whose client it is."""
        if authors.keys() <= self._authors.keys():
            return
        news = {client: author for client, author in authors.items() if client not in self._authors}
        self._authors.update(news)
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
            missing = self._doc.get_update(state_vector)
        except (ValueError, RuntimeError) as error:
            raise ConnectionRefused(Close.MALFORMED, "malformed state") from error
        connection.put(sync_frame(Sync.MISSING, missing))

    def _receive_edit(self, connection: Connection, update: bytes, *, is_answer: bool) -> None:
        if not connection.standing.may_write:
            if is_answer:  # every client answers, also one that only reads: what it has on top is not taken
                return
            raise ConnectionRefused(Close.READ_ONLY, "read only")
        if update != _NO_CHANGE:
            self._apply(update)
        changes = self._take_changes()
        if not changes or self._waiting:
            self._remember_what_waits(update)
        stored = 0 if self._waiting else connection.received
        for change in changes:
            self._keep(connection, change, stored)
        if not changes and stored:
            self._acknowledge_in_turn(connection, stored)

    def _keep(self, connection: Connection, change: bytes, stored: int) -> None:
        """`stored` frames of this connection are on disk once this change is."""
        self.learn_authors(dict.fromkeys(_new_clients(change), connection.person_id))
        self._fan_out(sync_frame(Sync.UPDATE, change), but=connection)
        self._share(News(Kind.UPDATE, connection.person_id, change))
        entry = Entry(document_id=self.document_id, author_id=connection.person_id, at=timezone.now(), payload=change)
        self._hand_in(Errand(entry, self._key, partial(self._settle, connection, stored)))

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

    def _settle(self, connection: Connection, stored: int, is_stored: bool) -> None:
        self.unstored -= 1
        if not is_stored:
            self.close_all(Close.NOT_FOUND, "not found")
        elif stored:
            connection.tell_stored(stored)

    def _apply(self, update: bytes) -> None:
        try:
            self._doc.apply_update(update)
        except ValueError as error:  # it could not even be decoded: the document is as it was
            raise ConnectionRefused(Close.MALFORMED, "malformed update") from error
        except RuntimeError as error:  # it broke off half way: the copy in memory cannot be trusted any more
            self._break_up()
            raise ConnectionRefused(Close.MALFORMED, "malformed update") from error

    def _note_change(self, event: TransactionEvent) -> None:
        self._changes.append(event.update)

    def _take_changes(self) -> list[bytes]:
        changes, self._changes = self._changes, []
        return changes

    def _remember_what_waits(self, update: bytes) -> None:
        """An edit may come before the one it builds on; until that one is here it is not part of the document."""
        known = self._doc.get_state()
        self._waiting = [waiting for waiting in (*self._waiting, update) if get_update(waiting, known)[:1] != b"\x00"]
        if len(self._waiting) > _MOST_WAITING:
            raise ConnectionRefused(Close.MALFORMED, "out of order")

    def _receive_awareness(self, connection: Connection, data: bytes) -> None:
        news = self._presence.accept(connection, read_awareness(data))
        if news:
            self.learn_authors({seen.client: connection.person_id for seen in news})
            self._show_presence(connection, news)

    def _show_presence(self, connection: Connection, news: list[Sighting]) -> None:
        """Also to whoever said it: Yjs clients take a long silence for a dead server."""
        self._fan_out(awareness_frame(news), but=None)
        self._share(News(Kind.PRESENCE, connection.person_id, awareness_payload(news)))

    def _fan_out(self, frame: bytes, *, but: Connection | None) -> None:
        for connection in self.connections:
            if connection is not but:
                connection.put(frame)

    def _tell_authors(self, connections: Iterable[Connection], authors: dict[int, uuid.UUID]) -> None:
        if not authors:
            return
        frame = json_frame(Frame.AUTHORS, {str(client): str(author) for client, author in authors.items()})
        for connection in connections:
            if connection.speaks_ours:
                connection.put(frame)


def _new_clients(update: bytes) -> Iterable[int]:
    """The clients whose very first words are in this update."""
    vector = get_state(update)
    return read_state_vector(vector) if vector != b"\x00" else ()


def make_device_key(person_id: uuid.UUID) -> str:
    """Seals what a browser keeps while the server is away, so that the next person at that device cannot read it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"notes on a device:" + person_id.bytes, hashlib.sha256).hexdigest()
