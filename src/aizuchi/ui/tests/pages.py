"""What a page is made of, read from the templates: parts it includes, elements it uses, styles it loads."""

import re
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
CLASSES = re.compile(r'class="((?:[^"{]|\{%.*?%\}|\{\{.*?\}\}|\{)*)"')
BLOCKS = re.compile(r"\{% block \w*class %\}(.*?)\{% endblock", re.DOTALL)
INCLUDE = re.compile(r"""\{% include ["']([^"'#]+)""")
EXTENDS = re.compile(r"""\{% extends ["']([^"']+)""")
ELEMENT = re.compile(r"<c-([a-z][a-z_-]*)")
STYLES = re.compile(r"\{% stylesheet ([^%]*)%\}")


@cache
def _templates() -> dict[str, str]:
    found = {str(path).split("/templates/")[1]: path for path in SOURCES.glob("*/templates/**/*.html")}
    return {name: COMMENT.sub("", path.read_text()) for name, path in found.items()}


@cache
def list_pages() -> list[str]:
    """Those of apps that stand in a frame; the catalogue of elements has styles of its own."""
    return sorted(name for name, text in _templates().items() if EXTENDS.search(text) and not name.startswith("ui/"))


@cache
def loaded_by(page: str) -> frozenset[str]:
    """Names of the files of styles, those of the frames around it included."""
    text = _templates().get(page, "")
    own = {name for names in STYLES.findall(text) for name in re.findall(r'"(\w+)"', names)}
    return frozenset(own) | (loaded_by(extended[1]) if (extended := EXTENDS.search(text)) else frozenset())


def words_shown_by(page: str) -> set[str]:
    """Every class that the page, its parts and its elements write out."""
    return {word for name in _parts_of(page, set()) for word in _words_in(_templates()[name])}


def _parts_of(name: str, known: set[str]) -> set[str]:
    if name in known or name not in _templates():
        return known
    known.add(name)
    text = _templates()[name]
    elements = [f"cotton/{element.replace('-', '_')}.html" for element in ELEMENT.findall(text)]
    for other in [*INCLUDE.findall(text), *elements]:
        _parts_of(other, known)
    return known


def _words_in(text: str) -> set[str]:
    written = " ".join([*CLASSES.findall(text), *BLOCKS.findall(text)])
    return set(re.split(r"\s+", re.sub(r"\{%.*?%\}", " ", written)))
