"""Workbooks from outside, measured before any parser sees them."""

import io
import zipfile

from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, check_size, check_xml
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind

LIMITS = Limits(size=2 * 1024 * 1024, depth=32, values=400_000)
MOST_PARTS = 200
MOST_UNPACKED = 20 * 1024 * 1024
HIGHEST_RATIO = 100
SMALL = 100_000
"""A part so small may be packed as densely as it likes."""
XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def check_workbook(raw: bytes) -> None:
    """Without macros, document types and what unpacks to more than it should. Raises FileRefused."""
    try:
        check_size(raw, LIMITS)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive.infolist())
            _check_contents(archive)
    except TooMuch as error:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH)]) from error
    except (NotReadable, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise FileRefused([Remark(RemarkKind.NOT_READABLE)]) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise TooMuch("parts")
    for part in parts:
        if part.file_size > SMALL and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
            raise TooMuch("ratio")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused([Remark(RemarkKind.MACROS)])


def _check_contents(archive: zipfile.ZipFile) -> None:
    """A part is never read beyond the size that its entry tells, which was measured."""
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            check_xml(archive.read(part), LIMITS)
