import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from aizuchi.hints.models import Invitation
from aizuchi.hints.queries.invitation import quarter_of
from aizuchi.kernel.write_behind import WriteBehind
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Invited:
    person_id: uuid.UUID
    on: datetime.date


def note_invited(*, viewer: Person, now: datetime.datetime) -> None:
    """That somebody was asked to write, written in a moment."""
    _waiting.add(Invited(viewer.pk, viewer.today(now)))


def record_invited(invited: Sequence[Invited]) -> None:
    """The week for which somebody is asked begins once a quarter."""
    for one in dict.fromkeys(invited):
        known = Invitation.objects.filter(person=one.person_id).first()
        if known is None or known.first_shown_on is None or known.first_shown_on < quarter_of(one.on):
            Invitation.objects.update_or_create(person_id=one.person_id, defaults={"first_shown_on": one.on})


_waiting = WriteBehind(record_invited)


@transaction.atomic
def answer_invitation(*, actor: Person, for_good: bool, now: datetime.datetime) -> None:
    """Not this time, or please never ask again."""
    Invitation.objects.update_or_create(
        person=actor,
        defaults={"answered_on": actor.today(now), **({"is_refused": True} if for_good else {})},
    )
