"""One person, as colleagues see them."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.people.models import Employment, Person
from aizuchi.people.queries.cards import PersonCard, card_of, cards_of
from aizuchi.people.queries.lines import supervisor_of
from aizuchi.people.queries.memberships import UnitOfPerson, units_of
from aizuchi.people.time_zones import say_time_zone


@dataclass(frozen=True, kw_only=True)
class Profile:
    card: PersonCard
    person: Person
    title_since: datetime.date | None
    units: list[UnitOfPerson]
    supervisor: PersonCard | None
    is_own: bool
    is_blank: bool

    @property
    def time_zone(self) -> str:
        return say_time_zone(self.person.time_zone)

    @property
    def romaji(self) -> str:
        return f"{self.person.given_romaji} {self.person.family_romaji}".strip()


def get_profile(*, viewer: Person, person_id: uuid.UUID, on: datetime.date) -> Profile:
    """Raises Person.DoesNotExist for somebody of another organization, as for nobody."""
    person = Person.objects.visible_to(viewer).get(pk=person_id)
    supervisor = supervisor_of(person.pk, on=on)
    told = (person.introduction, person.interests, person.career, person.spoken_languages, person.preferred_times)
    return Profile(
        card=card_of(person, on=on),
        person=person,
        title_since=_title_since(person, on),
        units=units_of(person, on=on),
        supervisor=cards_of([supervisor], on=on).get(supervisor) if supervisor else None,
        is_own=person.pk == viewer.pk,
        is_blank=not any(told),
    )


def _title_since(person: Person, on: datetime.date) -> datetime.date | None:
    now = Employment.objects.on(on).filter(person=person).first()
    return now.starts_on if now and now.title else None
