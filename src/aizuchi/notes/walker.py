"""Measures an update of Yjs (version 1) before native code reads it: its size, its depth, and what it builds on.

The native decoder trusts what it reads. Values nested 15,000 deep overflow its stack and end the process, bytes that
are no UTF-8 are taken for text, and what builds on nothing waits inside it for ever. Here the same format is read with
a counter in place of the stack. `walk` takes what an editor of ours writes and nothing else; `is_shallow` only tells
of stored bytes whether they can be opened without danger.
"""

import math
import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MOST_PIECES = 50_000
"""Items and deletions in one update: 0.2 seconds of walking. A day's work of two people is some thousands."""
DEEPEST_VALUE = 16
DEEPEST_BLOCK = 100
"""Blocks in blocks. Neither native code nor a browser is in danger there, and nobody writes ten deep."""
LONGEST_NAME = 256
LONGEST_VALUE = 64 * 1024

_LARGEST_CLIENT = 1 << 53
_LARGEST_CLOCK = 1 << 31
_TOO_FEW_TO_BE_DEEP = 1_000

_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _DOC, _SKIP = range(11)
_HAS_ORIGIN, _HAS_RIGHT_ORIGIN, _HAS_PARENT_SUB = 0x80, 0x40, 0x20
_XML_ELEMENT, _XML_HOOK, _XML_TEXT = 3, 5, 6
_IN_THE_NOTE = (-1, 0, False)
_LONGEST_NUMBER = 63

_BYTES, _ARRAY, _MAP, _TEXT, _WHOLE = 116, 117, 118, 119, 125
_SIZES = {122: (8, ""), 123: (8, ">d"), 124: (4, ">f")}
_WORDS = (120, 121, 126, 127)

_IN_QUOTES = re.compile(r'"(?:[^"\\]|\\.)*"')

_NUMBER = rb"[\x80-\xff]{0,8}[\x00-\x7f]"
_KEYSTROKE = re.compile(
    # one section of one item, after another item, before it or between two; a short text; nothing deleted
    rb"\x01\x01(%(n)s)(%(n)s)(?:[\x84\x44]|(\xc4))(%(n)s)(%(n)s)(?(3)(%(n)s)(%(n)s))([\x01-\x7f])(.+)\x00"
    % {b"n": _NUMBER},
    re.DOTALL,
)


class BadUpdate(ValueError):
    """No update that an editor of ours could have made."""


class Section(NamedTuple):
    """What one client wrote: from `start` to before `end`, and where that stands in the bytes."""

    client: int
    start: int
    end: int
    first_byte: int
    last_byte: int


class ItemPlacement(NamedTuple):
    """Where an item stands: in the block that is this other item, or beside it."""

    client: int
    clock: int
    length: int
    other_client: int
    other_clock: int
    is_beside: bool


class Walk(NamedTuple):
    sections: list[Section]
    needs: list[tuple[int, int]]
    """(client, clock) of items that this builds on."""
    gaps: list[tuple[int, int]]
    """(client, clock): what was left out up to there must be known already."""
    deletions: list[tuple[int, int]]
    """(client, clock): up to where it deletes."""
    types: int
    """How many blocks and texts it makes."""
    pieces: int
    deletions_at: int
    """Where in the bytes the deletions begin."""

    @property
    def writes(self) -> bool:
        """False: it only deletes."""
        return bool(self.sections)


def walk(data: bytes) -> Walk:
    """Raises `BadUpdate`."""
    return _walk_keystroke(data) or _walk(data, is_strict=True, placements=None)


def glance(data: bytes) -> Walk:
    """As `walk`, of what was stored once, by whatever version. Raises `BadUpdate`."""
    return _walk_keystroke(data) or _walk(data, is_strict=False, placements=None)


def is_shallow(data: bytes) -> bool:
    """Of stored bytes: whether nothing in them is nested so deep that reading them could end the process."""
    if data.count(b"\x75") + data.count(b"\x76") < _TOO_FEW_TO_BE_DEEP:
        return True
    try:
        _walk(data, is_strict=False, placements=None)
    except BadUpdate:
        return False
    return True


def is_ready(walked: Walk, known: Mapping[int, int]) -> bool:
    """Whether all that this builds on is there: in the note, of which `known` is the state, or in itself."""
    here = {section.client: section.end for section in walked.sections}
    return (
        all(section.start <= known.get(section.client, 0) for section in walked.sections)
        and all(clock < known.get(client, 0) or clock < here.get(client, 0) for client, clock in walked.needs)
        and all(clock <= known.get(client, 0) for client, clock in walked.gaps)
        and all(clock <= known.get(client, 0) or clock <= here.get(client, 0) for client, clock in walked.deletions)
    )


def without_clients(data: bytes, walked: Walk, clients: Iterable[int]) -> bytes:
    """The update without what these clients wrote in it. Deletions stay."""
    left_out = set(clients)
    kept = [section for section in walked.sections if section.client not in left_out]
    pieces = [data[section.first_byte : section.last_byte] for section in kept]
    return bytes(_encode(len(kept))) + b"".join(pieces) + data[walked.deletions_at :]


def depth_of(updates: Iterable[bytes]) -> int:
    """How deep the blocks of a note lie in each other that is the sum of these updates. Raises `BadUpdate`."""
    placements: list[ItemPlacement] = []
    for update in updates:
        _walk(update, is_strict=False, placements=placements)
    levels = _Levels(placements)
    return max((levels.of(one) for one in placements), default=0)


class _Levels:
    """Each item's level: one below the block it stands in. Without recursion: that is what this is about."""

    def __init__(self, placements: Iterable[ItemPlacement]) -> None:
        self._of_client: dict[int, list[ItemPlacement]] = {}
        for one in placements:
            self._of_client.setdefault(one.client, []).append(one)
        for ones in self._of_client.values():
            ones.sort()
        self._known: dict[tuple[int, int], int] = {}

    def of(self, item: ItemPlacement) -> int:
        path: list[ItemPlacement] = []
        level = 0
        place: ItemPlacement | None = item
        while place is not None:
            at = (place.client, place.clock)
            if at in self._known:
                level = self._known[at]
                break
            self._known[at] = 0  # should an item stand in itself, the way ends here
            path.append(place)
            place = self._find(place.other_client, place.other_clock)
        for one in reversed(path):
            level += 0 if one.is_beside else 1
            self._known[one.client, one.clock] = level
        return level

    def _find(self, client: int, clock: int) -> ItemPlacement | None:
        ones = self._of_client.get(client, [])
        index = bisect_right(ones, clock, key=lambda one: one.clock) - 1
        return ones[index] if index >= 0 and clock < ones[index].clock + ones[index].length else None


def _walk(data: bytes, *, is_strict: bool, placements: list[ItemPlacement] | None) -> Walk:
    try:
        return _Walker(data, is_strict=is_strict, placements=placements).walk()
    except (IndexError, UnicodeDecodeError, struct.error) as error:
        raise BadUpdate("it ends too early, or is no text") from error


def _walk_keystroke(data: bytes) -> Walk | None:
    """A few letters typed at one place: nearly every update is that, and everybody waits for it."""
    match = _KEYSTROKE.fullmatch(data)
    if match is None:
        return None
    own, own_clock, between, origin, origin_clock, right, right_clock, size, letters = match.groups()
    if len(letters) != size[0]:
        return None
    try:
        text = letters.decode()
    except UnicodeDecodeError as error:
        raise BadUpdate("no text") from error
    client, start = _decode(own), _decode(own_clock)
    needs = [(client if origin == own else _decode(origin), _decode(origin_clock))]
    if between:
        needs.append((client if right == own else _decode(right), _decode(right_clock)))
    end = start + (len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2)
    if client >= _LARGEST_CLIENT or end >= _LARGEST_CLOCK or any(one == client and at >= start for one, at in needs):
        raise BadUpdate("it builds on what comes later")
    last = len(data) - 1
    return Walk([Section(client, start, end, 1, last)], needs, [], [], 0, 2, last)


class _Walker:
    """Reads from beginning to end; `_at` is how far it has come."""

    def __init__(self, data: bytes, *, is_strict: bool, placements: list[ItemPlacement] | None) -> None:
        self._data, self._at = data, 0
        self._is_strict, self._placements = is_strict, placements
        self._left = MOST_PIECES if is_strict else len(data)
        self._needs: list[tuple[int, int]] = []
        self._gaps: list[tuple[int, int]] = []
        self._types = 0
        self._client = self._clock = 0
        self._beside: tuple[int, int, bool] = _IN_THE_NOTE

    def walk(self) -> Walk:
        sections = [self._section() for _ in range(self._count())]
        if len({section.client for section in sections}) < len(sections):
            raise BadUpdate("a client twice")
        deletions_at = self._at
        deletions = [self._deletion() for _ in range(self._count())]
        if self._at != len(self._data):
            raise BadUpdate("it goes on after its end")
        pieces = (MOST_PIECES if self._is_strict else len(self._data)) - self._left
        return Walk(sections, self._needs, self._gaps, deletions, self._types, pieces, deletions_at)

    def _section(self) -> Section:
        first_byte = self._at
        count = self._count()
        self._client, start = self._a_client(), self._number()
        self._clock = start
        for _ in range(count):
            length = self._item()
            if length < 1 or self._clock + length >= _LARGEST_CLOCK:
                raise BadUpdate("an item of no length")
            self._clock += length
        return Section(self._client, start, self._clock, first_byte, self._at)

    def _item(self) -> int:
        """Its length."""
        info = self._byte()
        kind = info & 0x1F
        if kind in (_GC, _SKIP):
            if info != kind:
                raise BadUpdate("unknown kind")
            length = self._number()
            if kind == _SKIP:
                self._gaps.append((self._client, self._clock + length))
            return length
        self._place(info)
        length = self._content(kind)
        if self._placements is not None:
            self._placements.append(ItemPlacement(self._client, self._clock, length, *self._beside))
        return length

    def _place(self, info: int) -> None:
        """Where it stands: after one item and before another, or as the first in a block."""
        if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
            self._beside = self._parent()
            if info & _HAS_PARENT_SUB:
                self._text(LONGEST_NAME)
            return
        neighbours = [self._need() for _ in range((info >> 7) + (info >> 6 & 1))]
        self._beside = (*neighbours[0], True)

    def _parent(self) -> tuple[int, int, bool]:
        how = self._number()
        if how == 0:
            return (*self._need(), False)
        if how != 1:
            raise BadUpdate("no parent")
        self._text(LONGEST_NAME)
        return _IN_THE_NOTE

    def _need(self) -> tuple[int, int]:
        need = self._a_client(), self._number()
        if need[0] == self._client and need[1] >= self._clock:
            raise BadUpdate("it builds on what comes later")
        self._needs.append(need)
        return need

    def _content(self, kind: int) -> int:
        if kind == _STRING:
            text = self._text(len(self._data))
            return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        if kind == _FORMAT:
            self._text(LONGEST_NAME)
            self._json()
            return 1
        if kind == _TYPE:
            self._type()
            return 1
        if kind == _ANY:
            return self._values(self._count())
        if kind == _DELETED:
            return self._number()
        if self._is_strict:
            raise BadUpdate("unknown kind")
        return self._foreign_content(kind)

    def _type(self) -> None:
        self._types += 1
        what = self._number()
        if what in (_XML_ELEMENT, _XML_HOOK):
            self._text(LONGEST_NAME)
        if what > _XML_TEXT or (self._is_strict and what not in (_XML_ELEMENT, _XML_TEXT)):
            raise BadUpdate("unknown kind of block")

    def _foreign_content(self, kind: int) -> int:
        """What no editor of ours writes, but an older version may have stored."""
        length = self._count() if kind == _JSON else 1
        if kind in (_EMBED, _JSON):
            for _ in range(length):
                self._json()
        elif kind in (_BINARY, _DOC):
            self._chunk()
            if kind == _DOC:
                self._values(1)
        else:
            raise BadUpdate("unknown kind")
        return length

    def _deletion(self) -> tuple[int, int]:
        client, end = self._a_client(), 0
        for _ in range(self._count()):
            end = max(end, self._number() + self._number())
        if end >= _LARGEST_CLOCK:
            raise BadUpdate("deletes too much")
        return client, end

    def _values(self, count: int) -> int:
        """Reads over so many values; arrays and maps in them are counted, not descended into."""
        left, are_keyed = [count], [False]
        while left:
            if left[-1] == 0:
                left.pop()
                are_keyed.pop()
                continue
            left[-1] -= 1
            if are_keyed[-1]:
                self._text(LONGEST_NAME)
            kind = self._byte()
            if kind in (_ARRAY, _MAP):
                left.append(self._count())
                are_keyed.append(kind == _MAP)
                if len(left) > DEEPEST_VALUE:
                    raise BadUpdate("too deep")
            else:
                self._value(kind)
        return count

    def _value(self, kind: int) -> None:
        if kind == _TEXT:
            self._text(LONGEST_VALUE)
        elif kind == _WHOLE:
            while self._byte() > 0x7F:
                pass
        elif kind in _SIZES:
            size, how = _SIZES[kind]
            if how and self._is_strict and not math.isfinite(struct.unpack_from(how, self._data, self._at)[0]):
                raise BadUpdate("no number")
            self._at += size
        elif kind == _BYTES:
            self._chunk()
        elif kind not in _WORDS:
            raise BadUpdate("unknown value")

    def _json(self) -> None:
        """Within 64 kB: an address may be long."""
        text = self._text(LONGEST_VALUE)
        if text.count("[") + text.count("{") <= DEEPEST_VALUE:
            return
        depth = 0
        for sign in _IN_QUOTES.sub("", text):
            depth += (sign in "[{") - (sign in "]}")
            if depth > DEEPEST_VALUE:
                raise BadUpdate("too deep")

    def _text(self, longest: int) -> str:
        length = self._number()
        end = self._at + length
        if end > len(self._data) or (length > longest and self._is_strict):
            raise BadUpdate("too long")
        text = self._data[self._at : end].decode()
        self._at = end
        return text

    def _chunk(self) -> None:
        self._at += self._count()

    def _count(self) -> int:
        """Of things that follow: there are never more than bytes."""
        count = self._number()
        self._left -= count
        if count > len(self._data) - self._at or self._left < 0:
            raise BadUpdate("too many")
        return count

    def _a_client(self) -> int:
        client = self._number()
        if client >= _LARGEST_CLIENT:
            raise BadUpdate("no client")
        return client

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _number(self) -> int:
        value, shift = 0, 0
        while shift < _LONGEST_NUMBER:
            byte = self._data[self._at]
            self._at += 1
            if byte < 0x80:
                return value | byte << shift
            value |= (byte & 0x7F) << shift
            shift += 7
        raise BadUpdate("too large a number")


def _decode(number: bytes) -> int:
    if len(number) == 1:
        return number[0]
    value = 0
    for byte in reversed(number):
        value = value << 7 | byte & 0x7F
    return value


def _encode(value: int) -> bytearray:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return encoded
