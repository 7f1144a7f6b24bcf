"""The styles are whole: every file is there and is asked for once."""

import re

from aizuchi.ui import build

CSS = build.DIST.parent / "css"


def test_every_file_of_styles_is_asked_for_once():
    asked = re.findall(r'@import "\./([^"]+)"', (CSS / "main.css").read_text())
    present = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"main.css", "catalogue.css", "minutes.css"}

    assert sorted(asked) == sorted(present)


def test_no_name_is_given_its_shape_in_two_files():
    """Whichever file comes later would silently break the other's: facts of a profile ran together that way."""
    homes = {}
    for path in sorted((CSS / "components").glob("*.css")):
        for name in re.findall(r"^\.([\w-]+) \{", path.read_text(), re.MULTILINE):
            homes.setdefault(name, set()).add(path.name)

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_what_stands_inside_a_rule_says_so():
    """A brace that is missing hides every rule after it inside the one before: invitations had no shape that way."""
    lost = []
    for path in sorted(CSS.rglob("*.css")):
        text, stack, start = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL), [], 0
        for mark in re.finditer(r"[{};]", text):
            selector = text[start : mark.start()].strip()
            start = mark.end()
            if mark[0] == "{":
                if any(outer[:1] != "@" for outer in stack) and "&" not in selector and selector[:1] != "@":
                    lost.append(f"{path.name}: {selector}")
                stack.append(selector)
            elif mark[0] == "}":
                stack.pop()

    assert lost == []


def test_whatever_fades_takes_a_time_that_is_none_while_a_page_arrives():
    """Buttons faded in from the browser's grey, and whoever looked at once saw white on light grey."""
    timed = {}
    for path in sorted(CSS.rglob("*.css")):
        for rule in re.findall(r"transition:([^;]+);", path.read_text()):
            for part in rule.split(","):
                timed.setdefault("var(--quick)" in part or "var(--calm)" in part, []).append(f"{path.name}: {part}")

    assert timed.pop(True)
    assert timed == {}
    assert ":root:not([data-used]) { --quick: 0s; --calm: 0s; }" in (CSS / "tokens.css").read_text()
