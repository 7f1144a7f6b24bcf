"""With whom somebody does not want to be matched. Nobody ever learns of it, neither that there is one nor when.

Each participant has one sealed blob, always of one size, written with them and written anew whenever they save, whether
anybody is in it or not. Only two read it: whoever wrote it, and the matching.
"""

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.keys import data_key_made_for, data_keys
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.programs.models import Participant

MOST_VETOES = 20
_FORMAT = 1
_ID_BYTES = 16
_PLAIN_BYTES = MOST_VETOES * _ID_BYTES
_NOBODY = bytes(_ID_BYTES)


class TooManyVetoes(Refusal):
    field = "vetoes"

    def __init__(self) -> None:
        super().__init__(_("%(most)d people are the most. Please take somebody out first.") % {"most": MOST_VETOES})


def seal_vetoes(
    participant: Participant, person_ids: Collection[uuid.UUID], *, organization_id: uuid.UUID, now: datetime.datetime
) -> None:
    """Sets it; whoever calls saves the participant, also where nothing changed. Raises TooManyVetoes."""
    chosen = sorted({one.bytes for one in person_ids})
    if len(chosen) > MOST_VETOES:
        raise TooManyVetoes
    key = data_key_made_for(owner=participant.pk, organization_id=organization_id, now=now)
    plain = b"".join(chosen).ljust(_PLAIN_BYTES, b"\0")
    participant.sealed_vetoes = seal(plain, key=key, place=_place(participant.pk))


def read_own_vetoes(participant: Participant) -> set[uuid.UUID]:
    """For the page of whoever wrote them."""
    return {other for _person, other in read_vetoes([participant])}


def read_vetoes(participants: Iterable[Participant]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Pairs of people, whoever does not want first; with two queries at most. For matching alone: show it nowhere."""
    found = list(participants)
    keys = data_keys(one.pk for one in found)
    return {
        (one.person_id, other)
        for one in found
        if one.pk in keys
        for other in _open(bytes(one.sealed_vetoes), keys[one.pk], one.pk)
    }


def _open(sealed: bytes, key: bytes, owner: uuid.UUID) -> list[uuid.UUID]:
    if not sealed:
        return []
    try:
        plain = open_sealed(sealed, key=key, place=_place(owner))
    except SealBroken:  # changed outside: what others want still counts
        return []
    parts = (plain[start : start + _ID_BYTES] for start in range(0, len(plain), _ID_BYTES))
    return [uuid.UUID(bytes=part) for part in parts if part != _NOBODY]


def _place(owner: uuid.UUID) -> Place:
    return Place("programs_participant", str(owner), "sealed_vetoes", _FORMAT)
