"""Bytes of any length, sealed piece by piece, so that neither writing nor reading holds them whole.

Each piece is sealed to its file, its number and whether it is the last one: pieces left out, added, swapped or
taken from another file do not open.
"""

from collections.abc import Iterable, Iterator
from typing import IO

from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal

PIECE = 256 * 1024
OVERHEAD = 1 + 12 + 16
"""What sealing adds to a piece: its format, a nonce, a tag."""


def seal_pieces(plain: Iterable[bytes], *, key: bytes, row: str) -> Iterator[bytes]:
    for number, (piece, is_last) in enumerate(_mark_last(_cut(plain))):
        yield seal(piece, key=key, place=_place(row, number, is_last))


def open_pieces(sealed: IO[bytes], *, key: bytes, row: str) -> Iterator[bytes]:
    """Raises SealBroken."""
    pieces = iter(lambda: _read_full(sealed, PIECE + OVERHEAD), b"")
    is_whole = False
    for number, (piece, is_last) in enumerate(_mark_last(pieces)):
        yield open_sealed(piece, key=key, place=_place(row, number, is_last))
        is_whole = True
    if not is_whole:
        raise SealBroken("files_storedfile")


def _place(row: str, number: int, is_last: bool) -> Place:
    return Place("files_storedfile", row, f"content/{number}/{'last' if is_last else 'more'}")


def _cut(plain: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of one length; the last one is shorter, and there is always one."""
    waiting = bytearray()
    for some in plain:
        waiting += some
        while len(waiting) > PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    yield bytes(waiting)


def _mark_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = None
    for piece in pieces:
        if before is not None:
            yield before, False
        before = piece
    if before is not None:
        yield before, True


def _read_full(file: IO[bytes], size: int) -> bytes:
    """A file that comes over the network may give less than it is asked for."""
    parts: list[bytes] = []
    while size and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
