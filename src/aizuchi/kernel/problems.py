"""What is wrong with an installation, for `aizuchi check`.

A room that can tell has a module `checks.py` with `find_problems() -> Iterable[Problem]`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    what: str
    mend: str
    is_serious: bool = True


def oneself(*, what: str, mend: str) -> Problem:
    """Works, but somebody should know."""
    return Problem(what=what, mend=mend, is_serious=False)
