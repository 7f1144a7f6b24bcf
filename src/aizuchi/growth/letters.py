"""The words of letters lie sealed under the key of the pair's circle, as its notes do."""

import datetime
import logging
import uuid
from collections.abc import Collection

from aizuchi.growth.models import Letter
from aizuchi.kernel import keys
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal

logger = logging.getLogger(__name__)


def seal_words(letter: Letter, words: str, *, now: datetime.datetime) -> bytes:
    pair = letter.pair
    key = keys.data_key_made_for(owner=_circle_of(letter), organization_id=pair.organization_id, now=now)
    return seal(words.encode(), key=key, place=_place_of(letter))


def open_words(letters: Collection[Letter]) -> dict[Letter, str | None]:
    """Two queries at most. Those whose key was destroyed are left out: nobody can read them any more.

    None: the letter or its key was changed in the database.
    """
    found = keys.find_data_keys(_circle_of(letter) for letter in letters)
    return {
        letter: _open(letter, found.keys.get(_circle_of(letter)))
        for letter in letters
        if _circle_of(letter) in found.keys or _circle_of(letter) in found.broken
    }


def _open(letter: Letter, key: bytes | None) -> str | None:
    try:
        return open_sealed(bytes(letter.sealed), key=key, place=_place_of(letter)).decode() if key else None
    except SealBroken:
        logger.error("growth: a letter was changed outside: %s", letter.pk)
        return None


def _circle_of(letter: Letter) -> uuid.UUID:
    circle_id = letter.pair.circle_id
    assert circle_id, "only pairs that have begun write letters"
    return circle_id


def _place_of(letter: Letter) -> Place:
    return Place("growth_letter", str(letter.pk), "sealed")
