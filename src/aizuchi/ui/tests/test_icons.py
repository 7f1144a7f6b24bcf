"""Every icon a template asks for travels in the sheet."""

import json
import re
from pathlib import Path

from aizuchi.ui import build

SOURCES = Path(build.__file__).resolve().parent.parent
NAMED = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']|\bicon="([a-z0-9-]+)\"""")


def test_every_icon_that_a_template_names_is_in_the_sheet():
    known = set(json.loads((SOURCES / "ui" / "icons.json").read_text()))

    unknown = {
        (path.name, name)
        for path in SOURCES.glob("*/templates/**/*.html")
        for found in NAMED.findall(path.read_text())
        for name in found
        if name and name not in known
    }

    assert not unknown


def test_the_list_is_sorted_so_that_two_people_can_add_to_it():
    names = json.loads((SOURCES / "ui" / "icons.json").read_text())

    assert names == sorted(set(names))
