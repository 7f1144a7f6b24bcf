"""Our own sets of questions, in both languages. Each is a document like one that somebody exports."""

from functools import cache
from pathlib import Path

from aizuchi.surveys.exchange.document import read_document
from aizuchi.surveys.structure import Definition

FOLDER = Path(__file__).parent


def list_library_keys() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def get_library_set(key: str) -> Definition:
    """Raises KeyError for a set that there is not."""
    if key not in list_library_keys():
        raise KeyError(key)
    return read_document((FOLDER / f"{key}.json").read_bytes())
