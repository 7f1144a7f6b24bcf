"""The frames of y-protocols, and three of our own for clients that ask for them (`?v=1`).

0 sync        1 state vector / 2 what was missing / 3 an update
1 awareness   who is here: (client, clock, JSON) each
3 asks for everybody's awareness
100 stored    how many of this connection's sync frames are on disk
101 authors   JSON {client: person}, told by the server, so that nobody can write under another name;
              {client@clock: person} where from that clock on it is somebody else (empty: nobody can say who)
102 standing  JSON: what this person may do here
"""

import enum
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_FRAME = 4 * 1024 * 1024
_LARGEST_CLIENT = 1 << 53
_LARGEST_CLOCK = 1 << 32
_DEEPEST_STATE = 64


class Frame(enum.IntEnum):
    SYNC = 0
    AWARENESS = 1
    QUERY_AWARENESS = 3
    STORED = 100
    AUTHORS = 101
    STANDING = 102


class Sync(enum.IntEnum):
    STATE = 0
    MISSING = 1
    UPDATE = 2


class Close(enum.IntEnum):
    """Why a connection ends. Those of 4400 to 4499 mean: do not come back by yourself; the others: after a while."""

    RELOAD = 1012
    TOO_BIG = 1009
    TOO_SLOW = 1013
    TOO_MUCH = 4500
    MALFORMED = 4400
    SIGNED_OUT = 4401
    READ_ONLY = 4403
    NOT_FOUND = 4404
    DESTROYED = 4410
    FULL = 4413


class ConnectionRefused(Exception):
    """This one connection must end; nobody else is touched."""

    def __init__(self, code: Close, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class Reader:
    """Reads lib0's variable length encoding and trusts nothing."""

    def __init__(self, data: bytes) -> None:
        self._data, self._position = data, 0

    @property
    def is_done(self) -> bool:
        return self._position >= len(self._data)

    def number(self) -> int:
        value = shift = 0
        while shift < 64:
            if self._position >= len(self._data):
                raise _malformed()
            byte = self._data[self._position]
            self._position += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
        raise _malformed()

    def chunk(self) -> bytes:
        length = self.number()
        end = self._position + length
        if end > len(self._data):
            raise _malformed()
        chunk = self._data[self._position : end]
        self._position = end
        return chunk


def _malformed() -> ConnectionRefused:
    return ConnectionRefused(Close.MALFORMED, "malformed frame")


def number(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def chunk(data: bytes) -> bytes:
    return number(len(data)) + data


def sync_frame(kind: Sync, data: bytes) -> bytes:
    return bytes((Frame.SYNC, kind)) + chunk(data)


def stored_frame(count: int) -> bytes:
    return bytes((Frame.STORED,)) + number(count)


def json_frame(kind: Frame, value: Mapping[str, Any]) -> bytes:
    return bytes((kind,)) + chunk(json.dumps(value, separators=(",", ":")).encode())


def read_state_vector(data: bytes) -> dict[int, int]:
    """How much of each client's writing is known."""
    reader = Reader(data)
    count = reader.number()
    if count * 2 > len(data):
        raise _malformed()
    vector = {reader.number(): reader.number() for _ in range(count)}
    if not reader.is_done or any(
        client >= _LARGEST_CLIENT or clock >= _LARGEST_CLOCK for client, clock in vector.items()
    ):
        raise _malformed()
    return vector


@dataclass(frozen=True)
class Sighting:
    """What one client says about itself; `null` means it is gone."""

    client: int
    clock: int
    state: bytes

    @property
    def is_gone(self) -> bool:
        return self.state == b"null"


def read_awareness(data: bytes) -> list[Sighting]:
    reader = Reader(data)
    count = reader.number()
    if count > 1000:
        raise _malformed()
    sightings = [Sighting(reader.number(), reader.number(), reader.chunk()) for _ in range(count)]
    if any(seen.client >= _LARGEST_CLIENT or seen.clock >= _LARGEST_CLOCK for seen in sightings):
        raise _malformed()
    return sightings


def check_state(state: bytes) -> None:
    """Every browser in the note reads this JSON: what it could stumble over must not get there."""
    try:
        text = state.decode()
        if text.count("[") + text.count("{") > _DEEPEST_STATE:
            raise _malformed()
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _malformed() from error


def awareness_payload(sightings: Iterable[Sighting]) -> bytes:
    entries = [number(seen.client) + number(seen.clock) + chunk(seen.state) for seen in sightings]
    return number(len(entries)) + b"".join(entries)


def awareness_frame(sightings: Iterable[Sighting]) -> bytes:
    return bytes((Frame.AWARENESS,)) + chunk(awareness_payload(sightings))
