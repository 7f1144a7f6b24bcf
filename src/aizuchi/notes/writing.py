"""Writing into a Yjs document on the server, as an editor would."""

from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from aizuchi.notes import schema
from aizuchi.notes.tree import Node, Run


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


def _is_blank(fragment: XmlFragment) -> bool:
    """An editor leaves one empty paragraph in a note nobody wrote in."""
    return len(fragment.children) == 1 and str(fragment) == "<paragraph></paragraph>"


def _append(parent: XmlFragment | XmlElement, node: Node) -> None:
    element = XmlElement(node.kind, _attributes(node))
    parent.children.append(element)
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
