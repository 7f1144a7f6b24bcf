"""Which letters the bytes of a file are."""

import re

from aizuchi.people.importing.problems import ImportProblem, ImportRefused

MAX_MEGABYTES = 30
_LATIN = re.compile(r"[\wÀ-ÿŒœŠšŽžŸ‘’“”–—…€§°ºª«»¡¿·®©]*")


def decode(content: bytes) -> tuple[str, str]:
    """The encoding and the text. UTF-8 proves itself; what it cannot be is Shift_JIS as Windows writes it, or Latin."""
    if not content.strip():
        raise ImportRefused([ImportProblem(line=0, reason="empty")])
    if len(content) > MAX_MEGABYTES * 1024 * 1024:
        raise ImportRefused([ImportProblem(line=0, reason="too_large", details={"megabytes": MAX_MEGABYTES})])
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ImportRefused([ImportProblem(line=0, reason="workbook")])
    if utf16 := _utf16(content):
        return "UTF-16", _decode_utf16(content, utf16)
    try:
        return "UTF-8", content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(content):
            is_end = error.end >= len(content) and error.reason == "unexpected end of data"
            raise ImportRefused([_at(content, error.start, "cut_off" if is_end else "encoding")]) from error
    if _is_latin(content):
        return "Windows-1252", content.decode("cp1252")
    return _decode_shift_jis(content)


def _utf16(content: bytes) -> str:
    """By its mark or, without one, by the zeros in every second byte, which commas, digits and ends of line have."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[: 4000 // 2 * 2]
    low, high = start[::2].count(0), start[1::2].count(0)
    if max(low, high) < max(2, len(start) // 60):
        return ""
    return "utf-16-le" if high > 4 * low else "utf-16-be" if low > 4 * high else ""


def _decode_utf16(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused([ImportProblem(line=0, reason="cut_off" if len(content) % 2 else "encoding")]) from error
    if not text.strip():
        raise ImportRefused([ImportProblem(line=0, reason="empty")])
    return text


def _decode_shift_jis(content: bytes) -> tuple[str, str]:
    try:
        return "Shift_JIS", content.decode("cp932")
    except UnicodeDecodeError as error:
        is_end = error.end >= len(content) and error.reason == "incomplete multibyte sequence"
        raise ImportRefused([_at(content, error.start, "cut_off" if is_end else "encoding")]) from error


def _is_latin(content: bytes) -> bool:
    """Nearly any bytes are letters in Shift_JIS. In Jäger or Núñez single ones stand between plain letters."""
    high = re.findall(rb"[\x80-\xff]+", content)
    if max(map(len, high)) > 2:
        return False
    try:
        letters = b"".join(high).decode("cp1252")
    except UnicodeDecodeError:
        return False
    touching = len(re.findall(rb"[A-Za-z][\x80-\xff]|[\x80-\xff]+[a-z]", content))
    return _LATIN.fullmatch(letters) is not None and 2 * touching >= len(high)


def _is_mostly_utf8(content: bytes) -> bool:
    """A damaged UTF-8 file must not pass for Shift_JIS, which finds some letter in nearly any bytes."""
    text = content.decode("utf-8-sig", errors="replace")
    damaged = text.count("\ufffd")
    return sum(1 for letter in text if letter > "\x7f") - damaged > damaged


def _at(content: bytes, position: int, reason: str) -> ImportProblem:
    return ImportProblem(line=content.count(b"\n", 0, position) + 1, reason=reason)
