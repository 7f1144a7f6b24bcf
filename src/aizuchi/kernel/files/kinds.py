"""What a file is, told by its bytes. What it is called, or what a browser says of it, counts for nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import puremagic

HEAD = 8 * 1024
MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    PICTURE = "picture"
    """Made anew by us, so that it carries nothing but what one sees."""
    PDF = "pdf"
    ZIP = "zip"
    SOUND = "sound"
    TEXT = "text"
    """Also CSV."""


MEDIA_TYPES = {
    Kind.PICTURE: "image/webp",
    Kind.PDF: "application/pdf",
    Kind.ZIP: "application/zip",
    Kind.SOUND: "application/octet-stream",
    Kind.TEXT: "text/plain; charset=utf-8",
}
_SIGNS: dict[Kind, Collection[str]] = {
    Kind.PICTURE: {"image/jpeg", "image/png", "image/webp"},
    Kind.PDF: {"application/pdf"},
    Kind.ZIP: {"application/zip"},
    Kind.SOUND: {"audio/ogg", "audio/mpeg", "audio/mp4", "audio/wave", "audio/x-wav", "audio/flac", "video/webm"},
}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))


@dataclass(frozen=True, kw_only=True)
class Accepts:
    """What a place takes."""

    kinds: Sequence[Kind]
    megabytes: int

    @property
    def most_bytes(self) -> int:
        return self.megabytes * MEGABYTE


def recognise(head: bytes, *, among: Sequence[Kind]) -> Kind | None:
    """`head` is the first HEAD bytes. What could be several things is what it is most surely."""
    kind = _read_signs(head) or (Kind.TEXT if head and _reads_as_text(head) else None)
    return kind if kind in among else None


def _read_signs(head: bytes) -> Kind | None:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):  # nothing it knows, or nothing at all
        return None
    found = [(match.confidence, kind) for match in matches for kind in Kind if match.mime_type in _SIGNS.get(kind, ())]
    return max(found)[1] if found else None


def _reads_as_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16, as spreadsheets write "Unicode text"
    return head.translate(None, _CONTROLS) == head
