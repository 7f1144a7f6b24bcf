"""What each app brings to the whole.

An app says it in one module, `manifest.py`, as `manifest = Manifest(...)` over typed contributions: periodic jobs, live
topics, notification types, sentences for the audit, entries of the menu. Whoever runs or shows a kind of contribution
asks `gather` for all of that kind and knows no app by name.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

from django.apps import apps

Contribution = TypeVar("Contribution")


class Manifest:
    def __init__(self, *contributions: object) -> None:
        self.contributions = contributions


@cache
def gather(kind: type[Contribution]) -> tuple[Contribution, ...]:
    """All contributions of that kind, in the order of the installed apps and of each manifest."""
    return tuple(item for manifest in _manifests() for item in manifest.contributions if isinstance(item, kind))


@cache
def _manifests() -> tuple[Manifest, ...]:
    names = [f"{app.name}.manifest" for app in apps.get_app_configs() if app.name.startswith("aizuchi.")]
    return tuple(import_module(name).manifest for name in names if find_spec(name))
