"""The shape of a note, the same here as in `islands/schema.ts`: ProseMirror nodes in a Yjs XML fragment."""

FRAGMENT = "prosemirror"

PARAGRAPH = "paragraph"
HEADING = "heading"
BULLET_LIST = "bullet_list"
ORDERED_LIST = "ordered_list"
LIST_ITEM = "list_item"
CHECK_LIST = "check_list"
CHECK_ITEM = "check_item"
BLOCKQUOTE = "blockquote"
HARD_BREAK = "hard_break"

BLOCKS = frozenset({PARAGRAPH, HEADING, BULLET_LIST, ORDERED_LIST, LIST_ITEM, CHECK_LIST, CHECK_ITEM, BLOCKQUOTE})

STRONG = "strong"
EM = "em"
LINK = "link"

HEADING_LEVELS = 3
SAFE_LINKS = ("https://", "http://", "mailto:")


def is_safe_link(href: str) -> bool:
    return href.lower().startswith(SAFE_LINKS)
