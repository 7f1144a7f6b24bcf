"""The words of letters lie sealed under the key of the pair's circle, as its notes do."""

import datetime
import logging
import uuid
from collections.abc import Collection

from aizuchi.growth.models import ThankYouNote
from aizuchi.kernel import keys
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal

logger = logging.getLogger(__name__)


def seal_words(thank_you_note: ThankYouNote, words: str, *, now: datetime.datetime) -> bytes:
    pair = thank_you_note.pair
    key = keys.data_key_made_for(owner=_circle_of(thank_you_note), organization_id=pair.organization_id, now=now)
    return seal(words.encode(), key=key, place=_place_of(thank_you_note))


def open_words(thank_you_notes: Collection[ThankYouNote]) -> dict[ThankYouNote, str | None]:
    """Two queries at most. Those whose key was destroyed are left out: nobody can read them any more.

    None: the letter or its key was changed in the database.
    """
    found = keys.find_data_keys(_circle_of(thank_you_note) for thank_you_note in thank_you_notes)
    return {
        thank_you_note: _open(thank_you_note, found.keys.get(_circle_of(thank_you_note)))
        for thank_you_note in thank_you_notes
        if _circle_of(thank_you_note) in found.keys or _circle_of(thank_you_note) in found.broken
    }


def _open(thank_you_note: ThankYouNote, key: bytes | None) -> str | None:
    try:
        return (
            open_sealed(bytes(thank_you_note.sealed), key=key, place=_place_of(thank_you_note)).decode()
            if key
            else None
        )
    except SealBroken:
        logger.error("growth: a letter was changed outside: %s", thank_you_note.pk)
        return None


def _circle_of(thank_you_note: ThankYouNote) -> uuid.UUID:
    circle_id = thank_you_note.pair.circle_id
    assert circle_id, "only pairs that have begun write letters"
    return circle_id


def _place_of(thank_you_note: ThankYouNote) -> Place:
    return Place("growth_letter", str(thank_you_note.pk), "sealed")
