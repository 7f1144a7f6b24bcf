"""The styles are whole, what all share is small, and a page has those of everything it may show."""

import re

import pytest

from aizuchi.ui import build
from aizuchi.ui.tests.pages import list_pages, loaded_by, words_shown_by

CSS = build.DIST.parent / "css"
SOURCES = build.DIST.parent.parent
OF_APPS = sorted(path for path in SOURCES.glob("*/css/*.css") if path.parent != CSS)
BUDGET = 60_000
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


def read(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def selectors_in(path):
    return " ".join(one for one in re.findall(r"([^{};]+)\{", read(path)) if "@" not in one)


def heads_in(path):
    """The first class of each selector: what the rules of the file are about."""
    text = re.sub(r":not\([^()]*\)", "", read(path))
    selectors = [one for one in re.findall(r"([^{};]+)\{", text) if "&" not in one and "@" not in one]
    return {found[1] for one in selectors for part in one.split(",") if (found := CLASS.search(part))}


def own_classes(path):
    return heads_in(path) - SHARED - STATES


STATES = {"is-now", "is-dragged", "is-sharing", "is-done"}
SHARED = {
    name for path in CSS.rglob("*.css") if path.name != "catalogue.css" for name in CLASS.findall(selectors_in(path))
}


def test_every_file_of_styles_is_asked_for_once():
    asked = re.findall(r'@import "\./([^"]+)"', (CSS / "main.css").read_text())
    present = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"main.css", "catalogue.css"}

    assert sorted(asked) == sorted(present)


def test_what_all_pages_share_stays_small():
    built = build.DIST / build.find_stylesheet().address.rpartition("/")[2]

    assert built.stat().st_size <= BUDGET, "what only some pages use belongs to their app: src/aizuchi/APP/css"


def test_the_shared_styles_know_no_app():
    """A class that has its shape in a file of an app is named nowhere in what all share."""
    at_home = {name for path in OF_APPS for name in re.findall(r"^\.([\w-]+)(?: \{|, |,$)", read(path), re.MULTILINE)}

    assert at_home & SHARED == set()


@pytest.mark.parametrize("template", list_pages(), ids=str)
def test_a_page_loads_the_styles_of_all_it_may_show(template):
    """Its own parts and those it includes: what is swapped in later is one of them."""
    words = words_shown_by(template)

    missing = {path.stem for path in OF_APPS if path.stem not in loaded_by(template) and words & own_classes(path)}

    assert missing == set()


@pytest.mark.parametrize("path", OF_APPS, ids=lambda path: path.stem)
def test_no_file_of_an_app_is_loaded_for_nothing(path):
    assert any(path.stem in loaded_by(page) for page in list_pages())


def test_no_rule_is_for_nobody():
    """Each class stands in a template, an island or a module; of those put together, its beginning does."""
    sources = [
        path for kind in ("html", "ts", "py") for path in SOURCES.rglob(f"*.{kind}") if "tests" not in path.parts
    ]
    words = {word for path in sources for word in re.findall(r"[\w-]+", path.read_text())}
    named = {name: path.name for path in [*CSS.rglob("*.css"), *OF_APPS] for name in CLASS.findall(selectors_in(path))}

    idle = {
        name: home for name, home in named.items() if name not in words and name.partition("--")[0] + "--" not in words
    }

    assert idle.keys() - {"htmx-request"} == set()


def test_no_name_is_given_its_shape_in_two_files():
    """Whichever file comes later would silently break the other's: facts of a profile ran together that way."""
    homes = {}
    for path in [*sorted((CSS / "components").glob("*.css")), *OF_APPS]:
        for name in re.findall(r"^\.([\w-]+) \{", path.read_text(), re.MULTILINE):
            homes.setdefault(name, set()).add(path.name)

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_what_stands_inside_a_rule_says_so():
    """A brace that is missing hides every rule after it inside the one before: invitations had no shape that way."""
    lost = []
    for path in [*sorted(CSS.rglob("*.css")), *OF_APPS]:
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
    for path in [*sorted(CSS.rglob("*.css")), *OF_APPS]:
        for rule in re.findall(r"transition:([^;]+);", path.read_text()):
            for part in rule.split(","):
                timed.setdefault("var(--quick)" in part or "var(--calm)" in part, []).append(f"{path.name}: {part}")

    assert timed.pop(True)
    assert timed == {}
    assert ":root:not([data-used]) { --quick: 0s; --calm: 0s; }" in (CSS / "tokens.css").read_text()
