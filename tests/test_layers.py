"""The policies of the code base that no tool knows."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
CONTRACTS = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = [re.findall(r"\w+", layer) for layer in CONTRACTS[0]["layers"]]
ORDER = [app for layer in reversed(LAYERS) for app in layer]
APART = [set(two) for apps in LAYERS for two in itertools.combinations(apps, 2)]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
FROM_ELSEWHERE = re.compile(r"""{%\s*(?:include|extends)\s+["']([\w-]+)/([\w./-]+)""")
LOADS_FROM_A_HOST = re.compile(r"""(?:url\(|import\s*\(?|src\s*=|fetch\()\s*["'`]?(?:https?:)?//[^"'`)\s]+""")


def may_lean_on(app: str, other: str) -> bool:
    return ORDER.index(other) <= ORDER.index(app) and {app, other} not in APART


def test_every_app_has_its_place_in_the_order() -> None:
    apps = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert apps <= set(ORDER)


def test_settings_and_the_architecture_list_apps_in_the_order_of_the_layers() -> None:
    table = (
        (PACKAGE.parents[1] / "ARCHITECTURE.md")
        .read_text()
        .partition("| app | what it holds |")[2]
        .partition("\n\n")[0]
    )
    described = [app for row in table.splitlines() for app in re.findall(r"`(\w+)/`", row.split(" | ")[0])]
    installed = [
        name.split(".")[1] for name in settings.INSTALLED_APPS if name.count(".") == 1 and name.startswith("aizuchi.")
    ]

    assert described == ORDER
    assert installed == [app for app in ORDER if app in installed]


def test_tables_refer_only_to_apps_below() -> None:
    wrong = [
        f"{model.__module__}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("aizuchi.")
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("aizuchi.")
        if not may_lean_on(model.__module__.split(".")[1], field.related_model.__module__.split(".")[1])
    ]

    assert wrong == []


def test_templates_use_only_apps_below() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}: {folder}/{name}"
        for path in TEMPLATES
        for folder, name in FROM_ELSEWHERE.findall(path.read_text())
        if folder in ORDER and not may_lean_on(path.relative_to(PACKAGE).parts[0], folder)
    ]

    assert wrong == []


def test_a_page_is_a_calm_list_of_elements() -> None:
    """Files of partials hold several elements, and may be as long as two pages."""
    most = {path: 240 if path.stem.endswith("parts") else 120 for path in TEMPLATES}

    assert [path.name for path in TEMPLATES if len(path.read_text().splitlines()) > most[path]] == []


def test_a_file_that_grows_becomes_a_package() -> None:
    grown = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and "content" not in path.parts
        if sum(1 for line in path.read_text().splitlines() if line.strip()) > 400
    ]

    assert grown == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("an inline script", r"<script(?![^>]*\b(?:src=|type=\"application/json\"))"),
        ("an inline style", r"\sstyle\s*="),
        ("an inline handler", r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']"),
        ("hx-on, which needs eval", r"\shx-on"),
        ("a way around escaping", r"\|\s*safe\b|{%\s*autoescape off"),
        ("an address of another host", r"(?:src|href|action)=[\"'](?:https?:)?//"),
    ],
)
def test_templates_hold_nothing_that_the_browser_would_refuse(what: str, pattern: str) -> None:
    pages = [path for path in TEMPLATES if path.name != "mail.html"]  # mail programs know no style sheets

    assert [str(path.relative_to(PACKAGE)) for path in pages if re.search(pattern, path.read_text())] == [], what


def built_files() -> Iterator[Path]:
    for ending in ("js", "css", "svg"):
        yield from (PACKAGE / "ui" / "dist").rglob(f"*.{ending}")


def test_nothing_built_asks_another_host() -> None:
    found = {
        f"{path.name}: {hit}"
        for path in built_files()
        for hit in re.findall(
            r"""(?:url\(|import\s*\(?|src\s*=|fetch\()\s*["'`]?(?:https?:)?//[^"'`)\s]+""", path.read_text()
        )
    }

    assert found == set()


def test_mark_safe_is_only_said_of_our_own_markup() -> None:
    """Only ui/ makes markup by hand; what people wrote becomes markup in notes/ and, cleaned by nh3, in hints/."""
    said = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if re.search(r"\bmark_safe\(|SafeString\(", path.read_text()) and "tests" not in path.parts
    ]

    assert {path.split("/")[0] for path in said} <= {"ui", "notes", "hints"}
