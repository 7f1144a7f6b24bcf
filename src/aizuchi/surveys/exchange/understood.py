"""What a file of somebody else was understood to be."""

import re
from dataclasses import dataclass

from aizuchi.surveys.exchange.document import read_document, write_document
from aizuchi.surveys.exchange.remarks import Remark
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.edits import make_code

LONGEST_CODE = 64
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Understood:
    definition: Definition
    remarks: list[Remark]
    """What could not be kept, in the order of the file."""


def finish(definition: Definition, remarks: list[Remark]) -> Understood:
    """Raises FileRefused where our own format would not hold it."""
    return Understood(read_document(write_document(definition)), remarks)


def fit_code(name: str, taken: set[str], *, usual: str) -> str:
    """Theirs as far as it is a code here; `usual` with a number where nothing of it is."""
    fitting = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_-")[:LONGEST_CODE]
    return make_code(fitting or usual, taken)


def is_japanese(text: str) -> bool:
    return _JAPANESE.search(text) is not None
