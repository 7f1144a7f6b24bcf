"""The words of a hint: rendered for a page, folded for the search, compared with others."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from aizuchi.notes.folding import fold

# No links and no pictures: a hint is read, it leads nowhere.
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote"}
_SPACE = re.compile(r"\s+")
_NOT_A_WORD = re.compile(r"[\W_]+")
ALIKE = 0.72


@lru_cache(maxsize=2048)
def render(words: str) -> SafeString:
    """Markdown as safe HTML, however it was meant."""
    return mark_safe(nh3.clean(_parser().render(words), tags=_TAGS, attributes={}))  # noqa: S308  # cleaned


def plain(words: str) -> str:
    """On one line, for a title or a list."""
    return _SPACE.sub(" ", strip_tags(render(words))).strip()


def search_text_of(parts: Iterable[str]) -> str:
    """Line ends keep a search from matching across two parts."""
    return "\n".join(fold(_SPACE.sub(" ", part)) for part in parts if part)


def terms_of(typed: str) -> list[str]:
    """What each hint found must contain; かたかな, ｶﾀｶﾅ and カタカナ are one."""
    return [fold(term) for term in typed.split()][:8]


def bigrams(words: str) -> frozenset[str]:
    """Pairs of neighbouring signs, which need no knowledge of where a Japanese word ends."""
    folded = _NOT_A_WORD.sub("", fold(words))
    return frozenset(folded[place : place + 2] for place in range(len(folded) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0, nothing in common, to 1, the same signs (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"breaks": True, "html": False})
    return parser.enable(["emphasis", "list", "blockquote", "newline", "escape"])
