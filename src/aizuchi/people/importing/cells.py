"""How a cell reads, whatever its column is."""

import re
import unicodedata
from typing import Any

from aizuchi.kernel.export.csv_writing import DEFUSED

# Spreadsheets write ="M00001" so that others of their kind keep the zeros.
_PROTECTED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
# Signs without a shape of their own: joiners, marks of direction, soft hyphens. Variation selectors are not among them:
# they tell one form of a name's character from another.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")


class BadCell(ValueError):
    """A cell that cannot be what its column says."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason, self.details = reason, details


def tidy(cell: str) -> str:
    """One form for what looks the same, without signs that nobody sees."""
    text = cell if cell.isascii() else unicodedata.normalize("NFC", _UNSEEN.sub("", cell))
    if "=" in text and (protected := _PROTECTED.fullmatch(text)):
        return protected[1].replace('""', '"')
    is_defused = text[:1] == "'" and text[1:2] in DEFUSED  # by an export of ours
    return text[1:].replace("\\|", "|") if is_defused else text


def plain(text: str) -> str:
    """Width and surrounding spaces make no difference to codes, dates and choices."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def fold(text: str) -> str:
    """What two names have in common that look the same: width, case, the two waves, spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold()).replace("〜", "~")
