"""The little Markdown that we read: what our own notes are made of, for the demo, for tests and for imports."""

import re
from collections.abc import Iterator

from aizuchi.notes import schema
from aizuchi.notes.tree import Node, Run

_HEADING = re.compile(r"(#{1,3})\s+(.*)")
_CHECK = re.compile(r"[-*]\s+\[([ xX])\]\s+(.*)")
_BULLET = re.compile(r"[-*・]\s*(?<=[・\s])(.*)")
_NUMBER = re.compile(r"\d+[.)]\s+(.*)")
_QUOTE = re.compile(r">\s?(.*)")
_INLINE = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|\*(?P<em>[^*]+?)\*|\[(?P<label>[^\]]+)\]\(<?(?P<href>[^)>\s]+)>?\)|\\(?P<escaped>[\\*_\[\]`<#>+-])"
)


def parse_markdown(text: str) -> Node:
    """Each line is a block of its own, as people write notes; lines of the same kind of list stand together."""
    blocks: list[Node] = []
    for line in text.splitlines():
        if line.strip():
            _add(blocks, _parse_line(line.strip()))
    return Node("doc", tuple(blocks))


def _parse_line(line: str) -> Node:
    if match := _HEADING.fullmatch(line):
        return Node(schema.HEADING, tuple(_runs(match[2])), level=len(match[1]))
    if match := _CHECK.fullmatch(line):
        item = Node(schema.CHECK_ITEM, (_paragraph(match[2]),), is_checked=match[1] in "xX")
        return Node(schema.CHECK_LIST, (item,))
    if match := _BULLET.fullmatch(line):
        return Node(schema.BULLET_LIST, (Node(schema.LIST_ITEM, (_paragraph(match[1]),)),))
    if match := _NUMBER.fullmatch(line):
        return Node(schema.ORDERED_LIST, (Node(schema.LIST_ITEM, (_paragraph(match[1]),)),))
    if match := _QUOTE.fullmatch(line):
        return Node(schema.BLOCKQUOTE, (_paragraph(match[1]),))
    return _paragraph(line)


def _add(blocks: list[Node], block: Node) -> None:
    joins = block.kind in (schema.BULLET_LIST, schema.ORDERED_LIST, schema.CHECK_LIST, schema.BLOCKQUOTE)
    if joins and blocks and blocks[-1].kind == block.kind:
        blocks[-1] = Node(block.kind, blocks[-1].children + block.children)
    else:
        blocks.append(block)


def _paragraph(text: str) -> Node:
    return Node(schema.PARAGRAPH, tuple(_runs(text)))


def _runs(text: str) -> Iterator[Run]:
    position = 0
    for match in _INLINE.finditer(text):
        if before := text[position : match.start()]:
            yield Run(before)
        yield _marked(match)
        position = match.end()
    if rest := text[position:]:
        yield Run(rest)


def _marked(match: re.Match[str]) -> Run:
    if strong := match["strong"]:
        return Run(strong, is_strong=True)
    if em := match["em"]:
        return Run(em, is_em=True)
    if escaped := match["escaped"]:
        return Run(escaped)
    href = match["href"]
    return Run(match["label"], href=href) if schema.is_safe_link(href) else Run(match[0])
