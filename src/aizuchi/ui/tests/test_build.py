"""Which files a page asks for."""

import json
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import override_settings

from aizuchi.ui import build

MANIFEST = {
    "src/aizuchi/ui/icons.json": {"file": "icons.eeeeeeeeeeee.svg"},
    "src/aizuchi/ui/css/main.css": {"file": "main.aaaaaaaaaaaa.css", "isEntry": True},
    "src/aizuchi/notes/islands/notes_editor.ts": {
        "file": "notes_editor.bbbbbbbbbbbb.js",
        "isEntry": True,
        "imports": ["_shared.js"],
    },
    "_shared.js": {"file": "shared.cccccccccccc.js", "imports": ["_deep.js"]},
    "_deep.js": {"file": "deep.dddddddddddd.js", "imports": ["_shared.js"]},
}


@pytest.fixture(autouse=True)
def _built(tmp_path: Path, monkeypatch):
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(build, "DIST", tmp_path)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_an_island_comes_with_everything_it_imports():
    html = render('{% island "notes_editor" %}')

    assert html == (
        '<link rel="modulepreload" href="/static/dist/shared.cccccccccccc.js">'
        '<link rel="modulepreload" href="/static/dist/deep.dddddddddddd.js">'
        '<script type="module" src="/static/dist/notes_editor.bbbbbbbbbbbb.js"></script>'
    )


def test_an_island_asked_for_twice_comes_once():
    html = render('{% island "notes_editor" %}{% island "notes_editor" %}', request=HttpRequest())

    assert html.count("<script") == 1


def test_the_stylesheet_is_the_built_one():
    assert 'href="/static/dist/main.aaaaaaaaaaaa.css"' in render("{% stylesheet %}")


@pytest.mark.parametrize("tag", ['{% island "unknown" %}', "{% stylesheet %}"])
def test_whoever_develops_is_told_that_the_build_is_missing(tag, tmp_path):
    (tmp_path / "manifest.json").unlink()

    with override_settings(DEBUG=True):
        assert "make build" in render(tag)


def test_a_page_goes_on_without_an_island_that_is_missing(caplog):
    assert render('<p>words</p>{% island "unknown" %}') == "<p>words</p>"
    assert "unknown" in caplog.text


def test_an_icon_points_into_the_sheet_and_is_silent_beside_words():
    html = render('{% icon "lock" %}')

    assert html == (
        '<svg class="icon" aria-hidden="true"><use href="/static/dist/icons.eeeeeeeeeeee.svg#i-lock"/></svg>'
    )


def test_an_icon_without_words_beside_it_is_named():
    assert 'role="img" aria-label="&lt;only you&gt;"' in render('{% icon "lock" label=words %}', words="<only you>")
