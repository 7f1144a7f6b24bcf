"""What is wrong with an installation, for `aizuchi check`. Apps bring a SystemCheck in their manifests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    what: str
    mend: str
    is_serious: bool = True


@dataclass(frozen=True)
class SystemCheck:
    """Asked once the database is up to date; its sentences are in the language in use."""

    find_problems: Callable[[], Iterable[Problem]]


def oneself(*, what: str, mend: str) -> Problem:
    """Works, but somebody should know."""
    return Problem(what=what, mend=mend, is_serious=False)
