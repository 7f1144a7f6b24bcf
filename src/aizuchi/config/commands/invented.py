"""The demo is heavy with words: it is read only when somebody wants it."""

from importlib import import_module
from typing import Any


def load_demo(**options: Any) -> None:
    import_module("aizuchi.demo").load(**options)
