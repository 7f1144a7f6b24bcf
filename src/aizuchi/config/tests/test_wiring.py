"""What follows from what can be read in one place: nothing happens that the wiring does not name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from aizuchi.config.wiring import ANNOUNCEMENTS, REACTIONS, UNHEARD
from aizuchi.flows.live_parts import Look
from aizuchi.kernel.events import Event

APPS = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("aizuchi.")]
FOLLOWED = re.compile(r'<c-live\s[^>]*topic="(\w+):')
AWAITED = re.compile(r"live:([\w-]+) from:body")


def events() -> Iterator[type[Event]]:
    """All that an app can publish: those that stand for themselves."""
    for path in APPS:
        if path.joinpath("events.py").exists() and path.name != "kernel":
            module = import_module(f"aizuchi.{path.name}.events")
            found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Event)]
            yield from (one for one in found if one.__module__ == module.__name__ and not one.__subclasses__())


def test_every_event_is_heard_or_said_to_be_unheard() -> None:
    heard = {one.event for one in [*REACTIONS, *ANNOUNCEMENTS]}

    assert {one.__name__ for one in events()} - {one.__name__ for one in heard} == {one.__name__ for one in UNHEARD}
    assert heard <= set(events())


def test_every_event_is_published_by_somebody() -> None:
    code = "\n".join(path.read_text() for app in APPS for path in app.rglob("*.py") if "tests" not in path.parts)

    assert [one.__name__ for one in events() if not re.search(rf"(?<!class )\b{one.__name__}[(,]", code)] == []


@pytest.fixture(scope="module")
def pages() -> dict[str, list[str]]:
    """What each page is made of: its template, and those named PAGE_parts.html and the like."""
    found = defaultdict(list)
    for app in APPS:
        for path in app.glob("templates/**/*.html"):
            if not path.is_relative_to(app / "templates" / "cotton"):
                found[path.stem.partition("_")[0]].append(path.read_text())
    return found


def test_screens_await_what_is_announced_and_nothing_else(pages: dict[str, list[str]]) -> None:
    awaited = {
        (kind, part)
        for of_page in pages.values()
        for kind in FOLLOWED.findall("".join(of_page))
        for part in AWAITED.findall("".join(of_page))
    }
    looks = [handler for one in ANNOUNCEMENTS for handler in one.handlers if isinstance(handler, Look)]

    assert {(look.kind, part) for look in looks for part in look.parts} == awaited


def test_a_page_that_awaits_something_follows_a_topic(pages: dict[str, list[str]]) -> None:
    deaf = [
        name for name, texts in pages.items() if AWAITED.search("".join(texts)) and not FOLLOWED.search("".join(texts))
    ]

    assert deaf == []


def test_nobody_announces_past_the_wiring() -> None:
    announcing = [
        path.name
        for app in APPS
        for path in app.rglob("*.py")
        if "tests" not in path.parts and re.search(r"\blive\.announce\(", path.read_text())
    ]

    assert announcing == ["live_parts.py"]
