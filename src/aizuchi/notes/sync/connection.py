"""One browser's end of a note."""

import uuid
from dataclasses import dataclass

from aizuchi.kernel.websocket_transport import WebSocketTransport
from aizuchi.notes.sync.allowance import Allowance
from aizuchi.notes.sync.protocol import Close, stored_frame

_LARGEST_BACKLOG = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NoteAccess:
    """Who came, by which session, and what they may do in this note."""

    person_id: uuid.UUID
    session_key: str
    password: str
    """As it is stored. Whoever changes it ends the sessions that began before."""
    member_id: int
    may_write: bool


class Connection:
    __slots__ = ("access", "allowance", "is_closing", "received", "speaks_ours", "wire")

    access: NoteAccess
    """Known before anything is received."""

    def __init__(self, wire: WebSocketTransport, *, speaks_ours: bool) -> None:
        self.wire = wire
        self.speaks_ours = speaks_ours
        self.received = 0
        self.is_closing = False
        self.allowance = Allowance()  # of the person, once it is known who that is

    @property
    def person_id(self) -> uuid.UUID:
        return self.access.person_id

    def put(self, frame: bytes) -> None:
        """A reader that cannot keep up loses its connection, never anybody else's time or memory."""
        if self.is_closing:
            return
        self.wire.write(frame)
        if self.wire.backlog > _LARGEST_BACKLOG:
            self.close(Close.TOO_SLOW, "too slow")

    def tell_stored(self, count: int) -> None:
        if self.speaks_ours:
            self.put(stored_frame(count))

    def close(self, code: Close, reason: str) -> None:
        if self.is_closing:
            return
        self.is_closing = True
        if code is Close.TOO_SLOW:  # it would not read the farewell either
            self.wire.cut()
        else:
            self.wire.close(int(code), reason)
