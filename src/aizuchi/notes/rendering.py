"""A note as HTML, plain text and Markdown, from the same tree. Only what the schema knows ever gets out."""

import re

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aizuchi.notes import schema
from aizuchi.notes.tree import Node, Run

_FIRST_HEADING = 3  # a note stands under the page's and the topic's own headings


def render_html(node: Node | Run) -> SafeString:
    if isinstance(node, Run):
        return _run_html(node)
    inside = format_html_join("", "{}", ((render_html(child),) for child in node.children))
    match node.kind:
        case schema.PARAGRAPH:
            return format_html("<p>{}</p>", inside or mark_safe("<br>"))
        case schema.HEADING:
            tag = f"h{node.level + _FIRST_HEADING - 1}"
            return format_html("<{}>{}</{}>", tag, inside, tag)
        case schema.BULLET_LIST:
            return format_html("<ul>{}</ul>", inside)
        case schema.ORDERED_LIST:
            return format_html("<ol>{}</ol>", inside)
        case schema.CHECK_LIST:
            return format_html('<ul class="note-checks" role="list">{}</ul>', inside)
        case schema.CHECK_ITEM:
            return _check_html(node, inside)
        case schema.LIST_ITEM:
            return format_html("<li>{}</li>", inside)
        case schema.BLOCKQUOTE:
            return format_html("<blockquote>{}</blockquote>", inside)
        case _:
            return inside


def _check_html(node: Node, inside: SafeString) -> SafeString:
    return format_html(
        '<li class="note-check{}"><input type="checkbox" disabled{} aria-label="{}"><div>{}</div></li>',
        " is-done" if node.is_checked else "",
        " checked" if node.is_checked else "",
        _("Done") if node.is_checked else _("Not done"),
        inside,
    )


def _run_html(run: Run) -> SafeString:
    html = mark_safe(conditional_escape(run.text).replace("\n", "<br>"))  # noqa: S308  (escaped)
    if run.is_em:
        html = format_html("<em>{}</em>", html)
    if run.is_strong:
        html = format_html("<strong>{}</strong>", html)
    if run.href:
        html = format_html('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>', run.href, html)
    return html


def render_text(node: Node, indent: str = "") -> str:
    """Lines for a mail or an excerpt."""
    return "\n".join(_text_lines(node, indent))


def list_lines(node: Node) -> list[str]:
    """What was written, line by line, without the signs of lists."""
    if node.kind in (schema.PARAGRAPH, schema.HEADING):
        return [line.strip() for line in node.plain_text.split("\n") if line.strip()]
    return [line for child in _blocks(node) for line in list_lines(child)]


def _text_lines(node: Node, indent: str) -> list[str]:
    if node.kind in (schema.PARAGRAPH, schema.HEADING):
        return [indent + line for line in node.plain_text.split("\n")]
    if node.kind in (schema.BULLET_LIST, schema.ORDERED_LIST, schema.CHECK_LIST):
        return [line for number, item in _items(node) for line in _item_lines(item, _sign(node, item, number), indent)]
    deeper = indent + "> " if node.kind == schema.BLOCKQUOTE else indent
    return [line for child in _blocks(node) for line in _text_lines(child, deeper)]


def _item_lines(item: Node, sign: str, indent: str) -> list[str]:
    lines = [line for child in _blocks(item) for line in _text_lines(child, "")] or [""]
    return [indent + sign + lines[0], *(indent + "　" + line for line in lines[1:])]


def _sign(parent: Node, item: Node, number: int) -> str:
    if parent.kind == schema.ORDERED_LIST:
        return f"{number}. "
    if parent.kind == schema.CHECK_LIST:
        return "☑ " if item.is_checked else "☐ "
    return "・"


def render_markdown(node: Node) -> str:
    return "\n\n".join(_markdown(child) for child in _blocks(node)).strip() + "\n" if node.children else ""


def _markdown(node: Node) -> str:
    match node.kind:
        case schema.HEADING:
            return "#" * node.level + " " + _inline_markdown(node)
        case schema.BLOCKQUOTE:
            return _prefixed("\n\n".join(_markdown(child) for child in _blocks(node)), "> ")
        case schema.BULLET_LIST | schema.ORDERED_LIST | schema.CHECK_LIST:
            return "\n".join(_markdown_item(node, item, number) for number, item in _items(node))
        case _:
            return _escape_line_start(_inline_markdown(node))


def _markdown_item(parent: Node, item: Node, number: int) -> str:
    sign = f"{number}. " if parent.kind == schema.ORDERED_LIST else "- "
    box = ("[x] " if item.is_checked else "[ ] ") if parent.kind == schema.CHECK_LIST else ""
    body = "\n".join(_markdown(child) for child in _blocks(item))
    return sign + box + body.replace("\n", "\n" + " " * len(sign))


def _inline_markdown(node: Node) -> str:
    return "".join(_run_markdown(child) for child in node.children if isinstance(child, Run))


def _run_markdown(run: Run) -> str:
    text = re.sub(r"([\\*_\[\]`<])", r"\\\1", run.text).replace("\n", "  \n")
    words = text.strip()
    if not words:
        return text
    lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if run.is_em:
        words = f"*{words}*"
    if run.is_strong:
        words = f"**{words}**"
    if run.href:
        words = f"[{words}](<{run.href.replace('>', '%3E')}>)"
    return lead + words + trail


def _escape_line_start(text: str) -> str:
    return re.sub(r"^(\s*)([#>+-]|\d+[.)])(?=\s|$)", r"\1\\\2", text)


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join((prefix + line).rstrip() for line in text.split("\n"))


def _blocks(node: Node) -> list[Node]:
    """The blocks of a node; words that a stranger put straight between blocks become a paragraph."""
    return [child if isinstance(child, Node) else Node(schema.PARAGRAPH, (child,)) for child in node.children]


def _items(node: Node) -> list[tuple[int, Node]]:
    return list(enumerate(_blocks(node), start=1))
