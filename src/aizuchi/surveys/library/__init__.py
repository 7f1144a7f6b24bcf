"""Our own sets of questions, in both languages. Each is a document like one that somebody exports."""

from functools import cache
from pathlib import Path

from aizuchi.surveys.exchange.document import read_document
from aizuchi.surveys.structure import Definition

FOLDER = Path(__file__).parent
ORDER = ("condition", "growth", "safety", "value", "recommendation", "engagement")
PROGRAM = tuple(f"program_{who}_{when}" for who in ("mentee", "mentor") for when in ("before", "middle", "after"))


ASKED_OF_PARTNERS = {"safety", "value"}
"""Sets that only make sense to somebody who has 1on1s."""


def list_library_keys() -> list[str]:
    """The short ones first, then those of a program as it goes on."""
    return [*ORDER, *PROGRAM]


@cache
def get_library_set(key: str) -> Definition:
    """Raises KeyError for a set that there is not."""
    if key not in list_library_keys():
        raise KeyError(key)
    return read_document((FOLDER / f"{key}.json").read_bytes())
