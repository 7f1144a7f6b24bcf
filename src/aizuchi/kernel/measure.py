"""How long, how deep and how many: asked of bytes from outside before a decoder sees them.

Decoders recurse, allocate or count on what they read. None of what stands here does: it looks at each byte once and
keeps a number.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn
from xml.parsers import expat

LONGEST_NUMBER = 20


class TooMuch(ValueError):
    """Longer, deeper or more than is let in."""


class NotReadable(ValueError):
    """Not what it claims to be."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    size: int
    """Bytes."""
    depth: int = 16
    values: int = 10_000
    """Elements, or values of any kind."""


def check_size(raw: bytes, limits: Limits) -> None:
    """Raises TooMuch."""
    if len(raw) > limits.size:
        raise TooMuch("size")


def check_nesting(steps: Iterable[int], limits: Limits) -> None:
    """Steps are 1 where something opens, -1 where it closes, 0 where a value stands by itself. Raises TooMuch."""
    depth = values = 0
    for step in steps:
        depth += step
        values += step >= 0
        if depth > limits.depth:
            raise TooMuch("depth")
        if values > limits.values:
            raise TooMuch("values")


# A string that never ends reaches to the end, or each quotation mark in it would be looked at as a new beginning.
_JSON_TOKENS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_JSON_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1, ",": 0}


def read_json(raw: bytes | str, limits: Limits, *, lets_odd_signs_in: bool = False) -> Any:
    """UTF-8 only, numbers that are some, text that can be stored. Raises TooMuch or NotReadable.

    `lets_odd_signs_in` is for whoever takes the signs that cannot be stored out of the words afterwards.
    """
    if isinstance(raw, bytes):
        check_size(raw, limits)
    text = _decode(raw)
    check_nesting((_JSON_STEPS[token] for token in _JSON_TOKENS.findall(text) if token[0] != '"'), limits)
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotReadable from error
    if not lets_odd_signs_in and not all(map(can_be_stored, _list_texts(found))):
        raise NotReadable("a sign that no text has")
    return found


def check_xml(raw: bytes, limits: Limits) -> None:
    """Without a document type, so without entities of its own. Raises TooMuch or NotReadable."""
    check_size(raw, limits)
    reader = expat.ParserCreate()
    depth = values = 0

    def open_element(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, values
        depth, values = depth + 1, values + 1 + len(attributes)
        if depth > limits.depth or values > limits.values:
            raise TooMuch("depth" if depth > limits.depth else "values")

    def close_element(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_about: object) -> NoReturn:
        raise NotReadable("a document type")

    reader.StartElementHandler, reader.EndElementHandler = open_element, close_element
    reader.StartDoctypeDeclHandler = reader.EntityDeclHandler = refuse
    try:
        reader.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, TooMuch | NotReadable):
            raise
        raise NotReadable from error


def can_be_stored(text: str) -> bool:
    """Whether a database takes it: no half of a surrogate pair, which is no sign, and no NUL."""
    return not _UNSTORABLE.search(text)


def drop_unstorable(text: str) -> str:
    """What people see of it stays as it was: neither is drawn."""
    return _UNSTORABLE.sub("", text)


def _decode(raw: bytes | str) -> str:
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable from error


def _refuse_constant(name: str) -> NoReturn:
    raise NotReadable(name)  # NaN and Infinity are no JSON, whatever Python thinks


def _list_texts(found: Any) -> Iterator[str]:
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def read_number(text: object, *, least: int = 0, most: int = 999_999_999) -> int | None:
    """Digits and nothing else, within what is asked for and what any column holds; None for whatever it is instead.

    Python refuses to count thousands of digits with a ValueError, and `isdigit` is content with ².
    """
    said = str(text)
    if not (said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER):
        return None
    return number if least <= (number := int(said)) <= most else None


def read_page(text: object, *, farthest: int = 999_999_999) -> int:
    """Which page of a list somebody asks for: the first, unless they say another."""
    return min(read_number(text, least=1) or 1, farthest)


def read_count(text: object) -> int | None:
    """A number that somebody copied by hand, as a page writes it or as they do: 2,923, ２９２３, 2 923."""
    said = unicodedata.normalize("NFKC", str(text)[:40])
    return read_number(re.sub(r"[\s,、]", "", said))
