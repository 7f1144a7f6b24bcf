"""What the content security policy would refuse must not stand in a template in the first place."""

import re
from pathlib import Path

import pytest

from aizuchi.ui import build
from aizuchi.ui.tests.pages import ELEMENT

SOURCES = Path(build.__file__).resolve().parent.parent
NOT_IN_A_BROWSER = ("mail", "pdf")  # mails and printed pages are made elsewhere and live under their own rules
BUTTON = re.compile(r"""class=["'](?:[^"']*\s)?button(?![\w-])""")
TAG = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)
REFUSED = {
    # Django counts after it has named: the count would be looked for in the new name, and the page is an error
    "a sentence that counts by what it names anew": re.compile(r"\bcount \w+=(\w+)[\w.|]* with [^%]*\b\1="),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)"),
    "a handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "an evaluated attribute": re.compile(r"\b(hx-on|hx-live)\b"),
    "an address of another host": re.compile(r"""(?:src|href|action)="https?://"""),
}


LONGEST = 300


def _templates() -> list[Path]:
    return [
        path
        for path in SOURCES.glob("*/templates/**/*.html")
        if not any(word in str(path.relative_to(SOURCES)) for word in NOT_IN_A_BROWSER)
    ]


@pytest.mark.parametrize("what", REFUSED)
def test_no_template_has(what):
    pages = {
        str(path.relative_to(SOURCES)) for path in _templates() if REFUSED[what].search(TAG.sub("", path.read_text()))
    }

    assert not pages


def test_there_are_templates_to_look_at():
    assert len(_templates()) > 50


def test_lines_can_be_read():
    too_long = [
        f"{path.relative_to(SOURCES)}:{number}"
        for path in SOURCES.glob("*/templates/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]

    assert too_long == []


def test_a_button_is_written_as_the_element():
    by_hand = [
        f"{path.relative_to(SOURCES)}: {found.group()}"
        for path in SOURCES.glob("*/templates/**/*.html")
        if not path.is_relative_to(SOURCES / "ui" / "templates" / "cotton")
        for found in BUTTON.finditer(path.read_text())
    ]

    assert by_hand == []


def test_every_element_that_is_used_is_there_and_every_one_there_is_used():
    own = SOURCES / "ui" / "templates"
    there = {path.stem for path in (own / "cotton").glob("*.html")}
    named = {
        path: {name.replace("-", "_") for name in ELEMENT.findall(path.read_text())} - {"slot", "vars"}
        for path in SOURCES.glob("*/templates/**/*.html")
    }
    used = [names for path, names in named.items() if not path.is_relative_to(own / "ui" / "catalogue")]

    assert set().union(*named.values()) - there == set()
    assert there - set().union(*used) == set()
