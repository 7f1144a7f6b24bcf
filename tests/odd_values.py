"""What nobody means to type, and under which names the product reads what is typed."""

import functools
import random
import re
from collections.abc import Iterator
from pathlib import Path

from django import forms

import aizuchi

PACKAGE = Path(aizuchi.__path__[0])
SHARED = ("pages", "people", "notes", "catalogue", "config", "ui")  # whose addresses have no room of their own
ODD = {
    "more digits than int() takes": "9" * 4400,
    "below nothing": "-1",
    "squared": "²",
    "the last minute": "9999-12-31T23:59",
    "the first minute": "0001-01-01T00:00",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "no number": "nan",
    "without end": "Infinity",
    "larger than a float": "1e400",
    "NUL": "a\0b",
    "brackets": "[" * 1000,
    "an address and a minute": "//evil.example/24:61",
    "half a percent sign": "%zz%",
    "a family": "👩‍👧",
    "a header of a mail": "a\r\nBcc: b@example.jp",
}
PLAUSIBLE = (
    "",
    "1",
    "30",
    "on",
    "down",
    "ja",
    "weekly",
    "10:00",
    "2031-01-06",
    "2031-01-06T10:00",
    "mentor",
    "森川 拓海",
)
JSON = {
    "deep": "[" * 5000 + "]" * 5000,
    "lists for objects": '[[1], {"a": []}, null]',
    "an object of odd things": '{"value": [{"a": 1e400}], "window": {}, "endpoint": [1], "keys": 3}',
    "half a sign": '{"endpoint": "\\ud83d"}',
    "nothing": "",
}
MOST = 500_000  # bytes, so that it is the view that answers and not the limit on bodies

_READ_IN_PYTHON = re.compile(
    r"""(?:POST|GET|posted|data|typed|given|instead)(?:\.get|\.getlist|\.pop)?[(\[]f?"([a-z_0-9-]+)"""
    r"""|(?:key|number|read_\w+)\(\w+(?:\.POST|\.GET)?, f?"([a-z_0-9-]+)"""
)
_SENT_BY_TEMPLATES = re.compile(r"""\bname="([a-z_0-9-]+)""")


def parameters_of(room: str, item: object) -> list[str]:
    """Of the addresses of a room; what hangs on a topic of a 1on1 is asked with that item."""
    names = set[str]().union(*(_list_parameters(app) for app in ([room] if room else SHARED)))
    return sorted(f"{name}{item}" if name.endswith("-") else name for name in names)


@functools.cache
def _list_parameters(app: str) -> frozenset[str]:
    """Where the rest of a name is reckoned, what is found ends in a dash."""
    names = {
        name for form in _list_forms() if form.__module__.startswith(f"aizuchi.{app}.") for name in form.base_fields
    }
    for path in (PACKAGE / app).rglob("*.*"):
        if {"tests", "migrations"} & set(path.parts):
            continue
        if path.suffix == ".py":
            names |= {name for found in _READ_IN_PYTHON.findall(path.read_text()) for name in found if name}
        elif path.suffix == ".html":
            names |= set(_SENT_BY_TEMPLATES.findall(path.read_text()))
    return frozenset(names)


def _list_forms() -> Iterator[type[forms.Form]]:
    waiting = list(forms.BaseForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        if hasattr(form, "base_fields"):
            yield form


def all_of(value: str, names: list[str]) -> dict[str, str]:
    return dict.fromkeys(names[: MOST // len(value.encode())], value)


def mix(dice: random.Random, names: list[str]) -> dict[str, str]:
    """Odd among plausible, as the first that is refused often hides the rest."""
    values = {}
    for name in names:
        if dice.random() < 0.8:
            values[name] = dice.choice(PLAUSIBLE if dice.random() < 0.7 else [*ODD.values()])
    while sum(len(value) for value in values.values()) > MOST:
        values.popitem()
    return values
