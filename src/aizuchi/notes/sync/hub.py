"""All open notes of this process."""

import asyncio
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.db import connection as database

from aizuchi.kernel.sockets import Seats
from aizuchi.notes import compaction
from aizuchi.notes.sync import outside, storage
from aizuchi.notes.sync.allowance import Allowance
from aizuchi.notes.sync.connection import Connection, NoteAccess
from aizuchi.notes.sync.gathering import Gathering
from aizuchi.notes.sync.journal import Journal
from aizuchi.notes.sync.note_session import NoteSession, StoredNote
from aizuchi.notes.sync.protocol import Close, ConnectionRefused
from aizuchi.notes.sync.relay import Kind, News, Relay
from aizuchi.notes.tasks import compact_note

P = ParamSpec("P")
T = TypeVar("T")

_LINGER_SECONDS = 5.0
_RIGHTS_SECONDS = 0.8
_CONNECTIONS_PER_NOTE = 400
_CONNECTIONS_PER_PERSON = 200
"""A 1on1's page opens one for each note on it."""
_QUERY_CHUNK = 500
_MOST_ALLOWANCES = 10_000


class Hub:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._sessions: dict[uuid.UUID, NoteSession] = {}
        self._opening: dict[uuid.UUID, asyncio.Task[NoteSession]] = {}
        self._journal = Journal(loop)
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="notes")
        self._accesses: Gathering[tuple[uuid.UUID, str], NoteAccess] = Gathering(
            lambda wishes: self._ask(storage.load_accesses, wishes)
        )
        self._notes: Gathering[uuid.UUID, StoredNote] = Gathering(
            lambda document_ids: self._ask(storage.load_notes, document_ids)
        )
        url = settings.NOTES_REDIS_URL
        self._relay = Relay(url, hear=self._hear, catch_up=self._catch_up) if url else None
        self._allowances: dict[uuid.UUID, Allowance] = {}
        self._seats = Seats(_CONNECTIONS_PER_PERSON, kind="notes")
        self._watch: asyncio.Task[None] | None = None
        self._known_outside: frozenset[int] = frozenset()

    async def enter(self, document_id: uuid.UUID, connection: Connection, session_key: str) -> NoteSession:
        """Raises `ConnectionRefused`."""
        connection.access = await self._accesses.ask((document_id, session_key))
        if not self._seats.take(connection.person_id):
            raise ConnectionRefused(Close.TOO_MUCH, "too many at once")
        try:
            connection.allowance = self._allowance_of(connection.person_id)
            session = await self._open(document_id)
            if session.is_broken or len(session.connections) >= _CONNECTIONS_PER_NOTE:
                raise ConnectionRefused(Close.RELOAD, "try again")
            session.join(connection)
        except BaseException:
            self._seats.give_back(connection.person_id)
            raise
        self._watch_rights()
        return session

    def _allowance_of(self, person_id: uuid.UUID) -> Allowance:
        """One for all of a person's connections."""
        if len(self._allowances) > _MOST_ALLOWANCES:
            self._allowances = {who: one for who, one in self._allowances.items() if not one.is_full}
        return self._allowances.setdefault(person_id, Allowance())

    def leave(self, session: NoteSession, connection: Connection) -> None:
        session.leave(connection)
        self._seats.give_back(connection.person_id)
        if not session.connections:
            self._forget_later(session)

    def show_written(self, document_id: uuid.UUID, update: bytes, author_id: uuid.UUID, key: bytes) -> None:
        if session := self._sessions.get(document_id):
            session.apply_from_elsewhere(update, author_id)
        if self._relay:
            self._relay.send(document_id, News(Kind.UPDATE, author_id, update), key=key)

    async def _open(self, document_id: uuid.UUID) -> NoteSession:
        if session := self._sessions.get(document_id):
            return session
        if document_id not in self._opening:
            self._opening[document_id] = self.loop.create_task(self._load(document_id))
        return await asyncio.shield(self._opening[document_id])

    async def _load(self, document_id: uuid.UUID) -> NoteSession:
        try:
            note = await self._notes.ask(document_id)
            if self._relay is None:
                session = self._sessions[document_id] = NoteSession(note, journal=self._journal)
                return session
            await self._relay.follow(document_id, key=note.key)
            share = partial(self._relay.send, document_id)
            session = self._sessions[document_id] = NoteSession(note, journal=self._journal, share=share)
            await self._catch_up(document_id)
            # What another node said just before we listened may only now be on its way to the disk.
            self.loop.call_later(1, lambda: self.loop.create_task(self._catch_up(document_id)))
            return session
        finally:
            del self._opening[document_id]

    def _hear(self, document_id: uuid.UUID, node: bytes, news: News) -> None:
        if session := self._sessions.get(document_id):
            session.hear(node, news)

    async def _catch_up(self, document_id: uuid.UUID) -> None:
        """Takes from the log what news of it did not reach us."""
        if session := self._sessions.get(document_id):
            with suppress(ConnectionRefused):  # it is gone: so are they, at the next look
                session.catch_up(await self._notes.ask(document_id))

    def _forget_later(self, session: NoteSession) -> None:
        self.loop.call_later(_LINGER_SECONDS, self._forget, session)

    def _forget(self, session: NoteSession) -> None:
        """Only once everything is on disk: whoever opens the note next reads it from there."""
        if session.connections or self._sessions.get(session.document_id) is not session:
            return
        if session.unstored:
            self._forget_later(session)
            return
        del self._sessions[session.document_id]
        if self._relay:
            self._relay.leave(session.document_id)
        if session.kept >= compaction.MANY:
            self.loop.create_task(self._have_it_summed_up(session.document_id))

    async def _have_it_summed_up(self, document_id: uuid.UUID) -> None:
        """Whoever opens the note next need not wait for its every keystroke. If this fails, the next round does it."""
        with suppress(DatabaseError):
            await self._ask(compact_note.enqueue, str(document_id))

    async def _ask(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self.loop.run_in_executor(self._threads, partial(_with_living_connection, ask, *args, **kwargs))

    def _watch_rights(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = self.loop.create_task(self._keep_rights())

    async def _keep_rights(self) -> None:
        """Whoever loses access, signs out or leaves loses the socket within a second, whichever process did it."""
        while connections := [(session, one) for session in self._sessions.values() for one in session.connections]:
            await asyncio.sleep(_RIGHTS_SECONDS)
            await self._look_outside()
            for start in range(0, len(connections), _QUERY_CHUNK):
                await self._check_rights(connections[start : start + _QUERY_CHUNK])

    async def _look_outside(self) -> None:
        """Takes over what another process did: a worker that wrote, a job that destroyed."""
        sessions = list(self._sessions.values())
        try:
            news = await self._ask(outside.read_news, {session.circle_id for session in sessions}, self._known_outside)
        except DatabaseError:  # the next look sees it; the watch over rights must go on
            return
        self._known_outside = news.known
        for session in sessions:
            if session.circle_id in news.destroyed:
                session.close_all(Close.DESTROYED, "destroyed")
            elif session.document_id in news.written:
                await self._catch_up(session.document_id)

    async def _check_rights(self, connections: list[tuple[NoteSession, Connection]]) -> None:
        accesses = [connection.access for _, connection in connections]
        if await self._ask(storage.have_all_kept_their_rights, accesses):
            return
        rights = await self._ask(storage.load_rights, accesses, {session.circle_id for session, _ in connections})
        for session, connection in connections:
            _hold_to(rights, session, connection)


def _hold_to(rights: storage.Rights, session: NoteSession, connection: Connection) -> None:
    access = connection.access
    is_signed_in = access.session_key in rights.sessions and rights.passwords.get(access.person_id) == access.password
    member = rights.members.get((session.circle_id, access.person_id))
    if not is_signed_in:
        connection.close(Close.SIGNED_OUT, "signed out")
    elif member is None:
        connection.close(Close.NOT_FOUND, "not found")
    elif member != (access.member_id, access.may_write):
        connection.access = replace(access, member_id=member[0], may_write=member[1])
        if member[1] != access.may_write:
            session.tell_standing(connection)


def _with_living_connection(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A database server may have gone away meanwhile; a file does not, and opening it costs more than asking."""
    if database.vendor != "sqlite":
        close_old_connections()
    try:
        return ask(*args, **kwargs)
    except DatabaseError:
        database.close()
        raise


_hub: Hub | None = None


def hub() -> Hub:
    """The hub of the running event loop; there is one per process."""
    global _hub
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub(loop)
    return _hub


def is_serving() -> bool:
    """Whether sockets are served in this process."""
    return _hub is not None and _hub.loop.is_running()


def show_written(document_id: uuid.UUID, update: bytes, author_id: uuid.UUID, key: bytes) -> None:
    """Called on any thread after the server itself wrote into a note: whoever has it open sees it at once."""
    if _hub is not None and _hub.loop.is_running():
        _hub.loop.call_soon_threadsafe(_hub.show_written, document_id, update, author_id, key)
