"""The lines of all apps on who may open what, as `APP/tests/access.py` has them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from tests.access import ANYBODY, CAST, Access

__all__ = ["ANYBODY", "CAST", "TABLE", "Access"]


def gather() -> dict[str, Access]:
    table: dict[str, Access] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("aizuchi.") and has_lines(app.name):
            lines = import_module(f"{app.name}.tests.access").TABLE
            assert not table.keys() & lines.keys(), f"{app.name} names addresses of another app"
            table |= lines
    return table


def has_lines(app: str) -> bool:
    return find_spec(f"{app}.tests") is not None and find_spec(f"{app}.tests.access") is not None


TABLE = gather()
