"""Pieces of a note on their way in: measured before native code sees them, and taken apart by who wrote what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc

from aizuchi.notes.native import guarded
from aizuchi.notes.sync.connection import Connection
from aizuchi.notes.sync.protocol import Close, ConnectionRefused
from aizuchi.notes.tree import sum_of
from aizuchi.notes.walker import BadUpdate, Walk, walk, without_clients

PIECE_COSTS = 64
"""Bytes of the sender's allowance: an update of many pieces takes longer than one of a long text."""
SMALLEST_BLOCK = 6
"""Bytes: how many blocks there are at most in so many of them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An edit as it was sent. It may come before the one it builds on, and then waits here."""

    connection: Connection
    update: bytes
    walked: Walk
    is_answer: bool
    """To what the server said it has: it may hold what others wrote and the server lost."""


def measure(update: bytes) -> Walk:
    try:
        return walk(update)
    except BadUpdate as error:
        raise ConnectionRefused(Close.MALFORMED, "malformed update") from error


def measure_of(sender: Connection, update: bytes) -> Walk:
    try:
        walked = measure(update)
    except ConnectionRefused:
        sender.allowance.spend(PIECE_COSTS * (len(update) // SMALLEST_BLOCK))
        raise
    if not sender.allowance.spend(PIECE_COSTS * walked.pieces):
        raise ConnectionRefused(Close.TOO_MUCH, "too much at once")
    return walked


def leave_out(piece: Piece, clients: Collection[int]) -> Piece:
    update = without_clients(piece.update, piece.walked, clients)
    return Piece(piece.connection, update, measure(update), piece.is_answer)


def part_by_author(change: bytes, clients: Collection[int]) -> tuple[bytes, bytes]:
    """What these clients did not write, and what they wrote. Deletions stay with the first."""
    walked = measure(change)
    others = [section.client for section in walked.sections if section.client not in clients]
    mine = without_clients(change, walked, clients)
    theirs = without_clients(change[: walked.deletions_at] + b"\x00", walked, others)
    return mine, theirs


def size_of_sum(updates: Iterable[bytes]) -> int:
    try:
        return len(missing_from(sum_of(updates), b"\x00"))
    except (ValueError, RuntimeError) as error:
        raise ConnectionRefused(Close.MALFORMED, "malformed update") from error


@guarded
def missing_from(document: Doc[Any], state_vector: bytes) -> bytes:
    return document.get_update(state_vector)
