"""Whether it fits, of one side, alone. Its row is made with the match, is always of one size and says no time.

Nobody sees in the database, in its size or in its age whether somebody answered (`methods.md` 10). The words are codes;
a row without an answer holds a code as well.
"""

import datetime
import logging
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.keys import data_key_made_for
from aizuchi.kernel.sealing import Place, SealBroken, open_sealed, seal
from aizuchi.programs.models import FitAnswer, Match

logger = logging.getLogger(__name__)
SIZE = 16


class Fit(models.TextChoices):
    FITS = "fits", _("It fits")
    NOT_SURE = "not_sure", _("I can't say yet")
    NOT = "not", _("I would rather talk with somebody else")


NOT_ANSWERED = "none"


def make_fit_answers(matches: Iterable[Match], *, now: datetime.datetime) -> None:
    """One for each side of each match, before anybody can have answered."""
    rows = []
    for match in matches:
        for participant in (match.mentee, match.mentor):
            row = FitAnswer(match=match, participant=participant)
            row.sealed = _seal(row, NOT_ANSWERED, now)
            rows.append(row)
    FitAnswer.objects.bulk_create(rows, ignore_conflicts=True)


def write_fit(row: FitAnswer, fit: str, *, now: datetime.datetime) -> None:
    """In place. The row is locked by the caller."""
    row.sealed = _seal(row, fit, now)
    row.save(update_fields=["sealed"])


def read_fit(row: FitAnswer, *, now: datetime.datetime) -> str:
    """Empty where there is no answer, or none that can be read any more."""
    try:
        plain = open_sealed(bytes(row.sealed), key=_key_of(row, now), place=_place_of(row)).decode().rstrip()
    except SealBroken:
        logger.error("programs: an answer whether it fits was changed outside: %s", row.pk)
        return ""
    return plain if plain in Fit.values else ""


def _seal(row: FitAnswer, code: str, now: datetime.datetime) -> bytes:
    return seal(code.ljust(SIZE).encode(), key=_key_of(row, now), place=_place_of(row))


def _key_of(row: FitAnswer, now: datetime.datetime) -> bytes:
    organization_id = row.participant.program.organization_id
    return data_key_made_for(owner=row.participant_id, organization_id=organization_id, now=now)


def _place_of(row: FitAnswer) -> Place:
    return Place("programs_fit_answer", str(row.pk), "sealed")
