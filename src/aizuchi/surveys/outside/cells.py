"""Numbers, shares and days as tools write them."""

import datetime
import re
import unicodedata
from fractions import Fraction

from aizuchi.surveys.outside.mapping import Measure

NOTHING = frozenset({"", "-", "–", "—", "*", "n/a", "na", "非表示", "ー"})
MOST_PEOPLE = 1_000_000
_SPANS = {
    Measure.SHARE: (0, 100),
    Measure.OF_HUNDRED: (0, 100),
    Measure.OF_FIVE: (1, 5),
    Measure.OF_TEN: (0, 10),
}
_COUNT = re.compile(r"(?:n\s*=\s*)?(\d{1,7})\s*(?:人|名|件|responses?|people)?", re.I)
_IN_BRACKETS = re.compile(r"^(.*?)\s*\((?:n\s*=\s*)?(\d{1,7})\s*(?:人|名)?\)$", re.I | re.S)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SURROGATES = str.maketrans({"，": ",", "％": "%"})


class NotUnderstood(Exception):
    """Of one cell."""


def plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).translate(_SURROGATES).strip()


def is_nothing(cell: str) -> bool:
    """What tools write where they tell nothing."""
    return plain(cell).lower() in NOTHING


def read_count(cell: str) -> int:
    """Raises NotUnderstood."""
    found = _COUNT.fullmatch(plain(cell).replace(",", "").removesuffix(".0"))
    if found is None or int(found[1]) > MOST_PEOPLE:
        raise NotUnderstood
    return int(found[1])


def split_count(name: str) -> tuple[str, int | None]:
    """`営業部 (25)` is the unit and how many answered."""
    found = _IN_BRACKETS.match(plain(name))
    return (found[1].strip(), int(found[2])) if found else (name, None)


def read_share(cell: str, measure: Measure) -> Fraction:
    """Which part of what is possible: from 0 to 1. Raises NotUnderstood."""
    text = plain(cell).replace(" ", "")
    is_percent = text.endswith("%")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,12})?", number := text.removesuffix("%").removesuffix("点")):
        raise NotUnderstood
    value = Fraction(number)
    if measure == Measure.SHARE and not is_percent and 0 < value < 1:
        return value
    low, high = (0, 100) if is_percent else _SPANS[measure]
    if not low <= value <= high:
        raise NotUnderstood
    return (value - low) / (high - low)


def read_day(cell: str) -> datetime.date:
    """A month is its first day. Raises NotUnderstood."""
    text = plain(cell)
    try:
        if found := _DAY.match(text):
            return datetime.date(int(found[1]), int(found[2]), int(found[3] or 1))
        if found := _AMERICAN.match(text):
            return datetime.date(int(found[3]), int(found[1]), int(found[2]))
    except ValueError as error:
        raise NotUnderstood from error
    raise NotUnderstood
