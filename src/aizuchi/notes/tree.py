"""A note as plain frozen data, read out of its Yjs document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import schema

_MAX_DEPTH = 24  # deeper than anybody writes; a hostile client's nesting ends here


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
    document: Doc[Any] = Doc()
    for update in updates:
        document.apply_update(update)
    return document


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
            href = str(link.get("href", "")) if isinstance(link, dict) else ""
            yield Run(chunk, schema.STRONG in marks, schema.EM in marks, href if schema.is_safe_link(href) else "")


def _level(value: object) -> int:
    return min(max(int(value), 1), schema.HEADING_LEVELS) if isinstance(value, int | float) else 1
