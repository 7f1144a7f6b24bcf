"""Answers that are written while they are sent."""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

_AT_ONCE = 64 * 1024


class PieceByPiece(StreamingHttpResponse):
    """Under ASGI Django collects what a plain generator yields and sends it in one; here each piece goes out by itself.

    Pieces are drawn in the thread of the request, where its database connection is.
    """

    def __init__(self, pieces: Iterable[bytes | str], **options: Any) -> None:
        super().__init__(gather_small(pieces), **options)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._draw()

    async def _draw(self) -> AsyncIterator[bytes]:
        pieces = iter(self)
        draw = sync_to_async(lambda: next(pieces, None))
        while (piece := await draw()) is not None:
            yield piece


def gather_small(pieces: Iterable[bytes | str], *, size: int = _AT_ONCE) -> Iterator[bytes]:
    """Lines of a table are joined until they are worth sending."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece.encode() if isinstance(piece, str) else piece
        if len(waiting) >= size:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
