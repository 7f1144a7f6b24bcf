"""How much an address takes: little, unless its view says more. `config/bodies.py` counts."""

from collections.abc import Callable
from typing import Any, TypeVar

MEGABYTE = 1024 * 1024
USUAL = MEGABYTE

View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(most: int) -> Callable[[View], View]:
    """More than usual is taken from whoever is signed in, and from nobody else."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def takes_a_file(megabytes: int) -> Callable[[View], View]:
    """Somewhat more than the form allows, so that what is a little too large is told by the form, beside its field."""
    return takes_up_to(2 * megabytes * MEGABYTE)
