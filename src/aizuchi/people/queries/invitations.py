"""Who has not come in yet."""

import datetime
from dataclasses import dataclass

from aizuchi.people.models import Person
from aizuchi.people.queries.cards import PersonCard, cards_of_people

SHOWN = 200


@dataclass(frozen=True)
class Awaited:
    card: PersonCard
    email: str
    invited_at: datetime.datetime | None


@dataclass(frozen=True, kw_only=True)
class Invitations:
    new: list[Awaited]
    new_count: int
    awaited: list[Awaited]
    without_address_count: int


def list_invitations(*, viewer: Person, on: datetime.date) -> Invitations:
    """At most `SHOWN` of each; whoever is not shown can still be invited together with everybody."""
    outside = Person.objects.visible_to(viewer).still_here_on(on).without_password()
    new = outside.filter(email__isnull=False, invited_at__isnull=True)
    awaited = outside.filter(email__isnull=False, invited_at__isnull=False)
    return Invitations(
        new=_await(list(new.order_by("family_kana", "given_kana", "id")[:SHOWN]), on),
        new_count=new.count(),
        awaited=_await(list(awaited.order_by("invited_at", "id")[:SHOWN]), on),
        without_address_count=outside.filter(email__isnull=True).count(),
    )


def _await(people: list[Person], on: datetime.date) -> list[Awaited]:
    cards = cards_of_people(people, on=on)
    return [Awaited(cards[person.pk], person.email or "", person.invited_at) for person in people]
