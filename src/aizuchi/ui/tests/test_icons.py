"""Every icon a template asks for travels in the sheet."""

import json
import re
from pathlib import Path

import pytest

from aizuchi.ui import build

SOURCES = Path(build.__file__).resolve().parent.parent
LUCIDE = SOURCES.parent.parent / "node_modules" / "lucide-static" / "icons"
NAMED = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']|(?<!:)\bicon="([a-z0-9-]+)\"""")


def test_every_icon_that_a_template_or_the_menu_names_is_in_the_sheet():
    known = set(json.loads((SOURCES / "ui" / "icons.json").read_text()))

    unknown = {
        (path.name, name)
        for path in [*SOURCES.glob("*/templates/**/*.html"), *SOURCES.glob("*/*.py")]
        for found in NAMED.findall(path.read_text())
        for name in found
        if name and name not in known
    }

    assert not unknown


def test_the_list_is_sorted_so_that_two_people_can_add_to_it():
    names = json.loads((SOURCES / "ui" / "icons.json").read_text())

    assert names == sorted(set(names))


@pytest.mark.skipif(not LUCIDE.is_dir(), reason="the icons come with `npm ci`")
def test_an_icon_that_the_code_names_is_in_the_sheet():
    """Single words ("list", "link") mean too much else; the names with a hyphen are icons."""
    known = set(json.loads((SOURCES / "ui" / "icons.json").read_text()))
    lucide = {path.stem for path in LUCIDE.glob("*-*.svg")}

    named = {
        (path.name, name)
        for ending in ("*.py", "*.json")
        for path in SOURCES.rglob(ending)
        for name in re.findall(r"""["']([a-z0-9]+(?:-[a-z0-9]+)+)["']""", path.read_text())
    }

    assert not {(file, name) for file, name in named if name in lucide - known}


def test_an_icon_of_our_own_content_is_in_the_sheet():
    known = set(json.loads((SOURCES / "ui" / "icons.json").read_text()))

    named = {
        name for path in SOURCES.rglob("*.json") for name in re.findall(r'"icon": *"([a-z0-9-]+)"', path.read_text())
    }

    assert named
    assert named <= known
