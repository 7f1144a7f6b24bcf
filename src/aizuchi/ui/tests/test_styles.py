"""The styles are whole: every file is there and is asked for once."""

import re

from aizuchi.ui import build

CSS = build.DIST.parent / "css"


def test_every_file_of_styles_is_asked_for_once():
    asked = re.findall(r'@import "\./([^"]+)"', (CSS / "main.css").read_text())
    present = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"main.css", "catalogue.css", "minutes.css"}

    assert sorted(asked) == sorted(present)
