"""A survey from whatever file somebody has."""

from pathlib import PurePath

from aizuchi.kernel.measure import can_be_stored
from aizuchi.surveys.exchange.document import read_document
from aizuchi.surveys.exchange.limesurvey import read_limesurvey
from aizuchi.surveys.exchange.understood import Understood

LARGEST = 5
"""Megabytes."""
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_survey_file(raw: bytes, *, name: str) -> Understood:
    """By what is in it, not by what it is called. Raises FileRefused."""
    title = PurePath(name).stem if can_be_stored(name) else ""
    match _first_sign(raw):
        case b"{":
            return Understood(read_document(raw), [])
        case b"<":
            return read_limesurvey(raw, title=title)
    from aizuchi.surveys.exchange.xlsform import read_xlsform  # its library takes half a second: nobody else shall wait

    return read_xlsform(raw, title=title)


def _first_sign(raw: bytes) -> bytes:
    start = raw[:100]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.replace(b"\0", b"").lstrip()[:1]
