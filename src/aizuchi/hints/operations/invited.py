import datetime

from django.db import transaction

from aizuchi.hints.models import Invitation
from aizuchi.hints.queries.invitation import quarter_of
from aizuchi.people.models import Person


@transaction.atomic
def note_invited(*, actor: Person, now: datetime.datetime) -> None:
    """That somebody was asked to write; the week for which they are asked begins once a quarter."""
    today = actor.today(now)
    invitation, _is_new = Invitation.objects.get_or_create(person=actor)
    if invitation.first_shown_on is None or invitation.first_shown_on < quarter_of(today):
        invitation.first_shown_on = today
        invitation.save(update_fields=["first_shown_on"])


@transaction.atomic
def answer_invitation(*, actor: Person, for_good: bool, now: datetime.datetime) -> None:
    """Not this time, or please never ask again."""
    Invitation.objects.update_or_create(
        person=actor,
        defaults={"answered_on": actor.today(now), **({"is_refused": True} if for_good else {})},
    )
