"""Writing into a Yjs document on the server, as an editor would."""

from collections.abc import Sequence
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import schema
from aizuchi.notes.native import guarded
from aizuchi.notes.tree import Node, Run, read_tree


@guarded
def append_tree(document: Doc[Any], tree: Node) -> bytes:
    """Adds blocks at the end of the document and returns the update that does the same elsewhere."""
    before = document.get_state()
    fragment = document.get(schema.FRAGMENT, type=XmlFragment)
    with document.transaction():
        if _is_blank(fragment):
            del fragment.children[0]
        for block in tree.children:
            if isinstance(block, Node):
                _append(fragment, block)
    return document.get_update(before)


@guarded
def replace_tree(document: Doc[Any], tree: Node) -> bytes:
    """Makes the document say what `tree` says, touching only the blocks that differ; returns the update."""
    before = document.get_state()
    fragment = document.get(schema.FRAGMENT, type=XmlFragment)
    old, new = read_tree(document).children, tree.children
    head, tail = _common(old, new) if len(old) == len(fragment.children) else (0, 0)
    with document.transaction():
        del fragment.children[head : len(fragment.children) - tail]
        for place, block in enumerate(new[head : len(new) - tail], start=head):
            if isinstance(block, Node):
                _insert(fragment, place, block)
    return document.get_update(before)


def _common(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """How many blocks are the same at the beginning and at the end."""
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    tail = next((back for back in range(most - head) if old[-1 - back] != new[-1 - back]), most - head)
    return head, tail


def _is_blank(fragment: XmlFragment) -> bool:
    """An editor leaves one empty paragraph in a note nobody wrote in."""
    if len(fragment.children) != 1:
        return False
    block = fragment.children[0]
    if not isinstance(block, XmlElement) or block.tag != schema.PARAGRAPH:
        return False
    return all(isinstance(child, XmlText) and not len(child) for child in block.children)


def _append(parent: XmlFragment | XmlElement, node: Node) -> None:
    _insert(parent, len(parent.children), node)


def _insert(parent: XmlFragment | XmlElement, place: int, node: Node) -> None:
    element = XmlElement(node.kind, _attributes(node))
    parent.children.insert(place, element)
    runs = [child for child in node.children if isinstance(child, Run)]
    if runs:
        _append_runs(element, runs)
    for child in node.children:
        if isinstance(child, Node):
            _append(element, child)


def _append_runs(element: XmlElement, runs: list[Run]) -> None:
    text = XmlText()
    element.children.append(text)
    for run in runs:
        # Marks are said for every run: without them new text would inherit those of the run before it.
        text.insert(len(text), run.text, _marks(run))


def _attributes(node: Node) -> dict[str, Any]:
    if node.kind == schema.HEADING:
        return {"level": node.level}
    if node.kind == schema.ORDERED_LIST:
        return {"order": 1}
    if node.kind == schema.CHECK_ITEM:
        return {"checked": node.is_checked}
    return {}


def _marks(run: Run) -> dict[str, Any]:
    marks: dict[str, Any] = {}
    if run.is_strong:
        marks[schema.STRONG] = {}
    if run.is_em:
        marks[schema.EM] = {}
    if run.href:
        marks[schema.LINK] = {"href": run.href}
    return marks
