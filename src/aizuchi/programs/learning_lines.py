"""One line that somebody takes along from a talk. It lies sealed under a key of its own person."""

import logging
from collections.abc import Iterable

from aizuchi.kernel.keys import find_data_keys
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.programs.models import LearningLine

logger = logging.getLogger(__name__)
LONGEST_LINE = 200


def seal_line(line: LearningLine, words: str, *, key: bytes) -> bytes:
    return seal(words.encode(), key=key, place=_place_of(line))


def open_lines(lines: Iterable[LearningLine]) -> list[tuple[LearningLine, str]]:
    """Those that can still be read, the latest first."""
    found = list(lines)
    keys = find_data_keys(line.person_id for line in found).keys
    return [
        (line, words)
        for line in found
        if line.person_id in keys and (words := _open(line, keys[line.person_id])) is not None
    ]


def _open(line: LearningLine, key: bytes) -> str | None:
    try:
        return open_sealed(bytes(line.sealed), key=key, place=_place_of(line)).decode()
    except SealBroken:
        logger.error("programs: a line of learning was changed outside: %s", line.pk)
        return None


def _place_of(line: LearningLine) -> Place:
    return Place("programs_learning_line", str(line.pk), "sealed")
