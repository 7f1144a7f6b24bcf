"""A note as plain frozen data, read out of its Yjs document."""

import logging
import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText, get_state, get_update, merge_updates

from aizuchi.notes import schema
from aizuchi.notes.native import guarded
from aizuchi.notes.sync.protocol import read_state_vector
from aizuchi.notes.walker import is_shallow

logger = logging.getLogger(__name__)

_MAX_DEPTH = 24  # deeper than anybody writes; a hostile client's nesting ends here
_LONGEST_HREF = 8_000


@dataclass(frozen=True)
class Run:
    """A stretch of text with the same marks."""

    text: str
    is_strong: bool = False
    is_em: bool = False
    href: str = ""


@dataclass(frozen=True)
class Node:
    kind: str
    children: "tuple[Node | Run, ...]" = ()
    level: int = 1
    is_checked: bool = False

    @property
    def plain_text(self) -> str:
        return "".join(child.text if isinstance(child, Run) else child.plain_text for child in self.children)


EMPTY = Node("doc")


def document_of(updates: Iterable[bytes]) -> Doc[Any]:
    """The sum of these updates. One that cannot be read is left out: the rest of the note stays readable."""
    updates = list(updates)
    try:
        return sum_of(updates)
    except (ValueError, RuntimeError):
        return sum_of(list_readable(updates))


def list_readable(updates: Iterable[bytes]) -> list[bytes]:
    """Those that add up to a document."""
    readable: list[bytes] = []
    document: Doc[Any] = Doc()
    for update in updates:
        try:
            apply_update(document, update)
            readable.append(update)
        except (ValueError, RuntimeError) as error:
            logger.warning("notes: an update cannot be read and is left out: %s", type(error).__name__)
            document = sum_of(readable)
    return readable


@guarded
def sum_of(updates: Iterable[bytes]) -> Doc[Any]:
    """Raises `ValueError` or `RuntimeError` where one of them cannot be read."""
    document: Doc[Any] = Doc()
    with document.transaction():  # one for all: to open and to close one costs as much as an edit
        for update in updates:
            apply_update(document, update)
    return document


_WORTH_JOINING = 100
_JOINED_AT_ONCE = 64  # to add a small one to a large one takes as long as the large one is


Written = tuple[bytes, uuid.UUID | None]
"""An update, and who wrote it."""


def merge_by_writer(log: Sequence[Written]) -> Sequence[Written]:
    """One update for each who wrote, of many; what is few or cannot be read stays as it is."""
    if len(log) < _WORTH_JOINING:
        return log
    updates: dict[uuid.UUID | None, list[bytes]] = defaultdict(list)
    for update, writer in log:
        updates[writer].append(update)
    try:
        return [(merge_all(found), writer) for writer, found in updates.items()]
    except (ValueError, RuntimeError):  # one cannot be read; `document_of` knows what to do
        return log


def join_updates(updates: list[bytes]) -> list[bytes]:
    """One that adds up to the same document, for whoever must not keep others waiting while they open it."""
    try:
        return _join(updates)
    except (ValueError, RuntimeError):
        return updates


@guarded
def _join(updates: list[bytes]) -> list[bytes]:
    """One that waits for a piece that is not here would be lost: then they stay as they are."""
    document = sum_of(updates)
    return updates if _has_more(merge_all(updates), document.get_state()) else [document.get_update()]


@guarded
def merge_all(updates: Sequence[bytes]) -> bytes:
    """One update of all that is in these, also of what waits for a piece that is not here.

    Raises `ValueError` or `RuntimeError` if one of them cannot be read.
    """
    if not all(map(is_shallow, updates)):
        raise ValueError("nested too deep")
    merged = list(updates)
    while len(merged) > 1:
        groups = range(0, len(merged), _JOINED_AT_ONCE)
        merged = [merge_updates(*merged[at : at + _JOINED_AT_ONCE]) for at in groups]
    return merged[0]


@guarded
def apply_update(document: Doc[Any], update: bytes) -> None:
    """Raises `ValueError` if it could not even be decoded, `RuntimeError` if it broke off half way."""
    if not is_shallow(update):
        raise ValueError("nested too deep")
    document.apply_update(update)


@guarded
def ends_of(update: bytes) -> dict[int, int]:
    """How far each client has come in it."""
    return read_state_vector(get_state(update)) if is_shallow(update) else {}


@guarded
def is_part_of(update: bytes, state: bytes) -> bool:
    """Whether a document of that state has all of the update."""
    return is_shallow(update) and not _has_more(update, state)


def _has_more(update: bytes, state: bytes) -> bool:
    return get_update(update, state)[:1] != b"\x00"


@guarded
def read_tree(document: Doc[Any]) -> Node:
    fragment = document.get(schema.FRAGMENT, type=XmlFragment)
    with document.transaction():
        return Node("doc", tuple(_children(fragment, 0)))


def _children(parent: XmlFragment | XmlElement, depth: int) -> Iterator[Node | Run]:
    for child in parent.children:
        if isinstance(child, XmlText):
            yield from _runs(child)
        elif isinstance(child, XmlElement) and depth < _MAX_DEPTH:
            yield from _element(child, depth)


def _element(element: XmlElement, depth: int) -> Iterator[Node | Run]:
    kind = element.tag or ""
    if kind == schema.HARD_BREAK:
        yield Run("\n")
    elif kind in schema.BLOCKS:
        attributes = dict(element.attributes)  # type: ignore[call-overload]  # its iterator is not declared as one
        yield Node(
            kind,
            tuple(_children(element, depth + 1)),
            level=_level(attributes.get("level")),
            is_checked=attributes.get("checked") in (True, "true"),
        )
    else:  # an element of a newer schema: its words must not disappear
        yield from _children(element, depth + 1)


def _runs(text: XmlText) -> Iterator[Run]:
    for chunk, marks in text.diff():
        if isinstance(chunk, str):
            marks = marks or {}
            link = marks.get(schema.LINK)
            yield Run(chunk, schema.STRONG in marks, schema.EM in marks, _href(link))


def _href(link: object) -> str:
    href = link.get("href") if isinstance(link, dict) else None
    return href if isinstance(href, str) and len(href) <= _LONGEST_HREF and schema.is_safe_link(href) else ""


def _level(value: object) -> int:
    """Whatever a client calls a level: also infinity, or no number at all."""
    if not isinstance(value, int | float) or not math.isfinite(value):
        return 1
    return int(min(max(value, 1), schema.HEADING_LEVELS))
