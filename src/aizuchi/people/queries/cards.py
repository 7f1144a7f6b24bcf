"""How people stand on every screen: name, title, unit."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from aizuchi.people.models import Employment, Membership, Person
from aizuchi.people.models.person import photo_url_of


@dataclass(frozen=True, kw_only=True)
class PersonCard:
    """Carries the same names as `Person`, in the reader's language, with the facts of one date."""

    id: uuid.UUID
    full_name: str
    short_name: str
    initial: str
    kana: str
    hue: int
    photo_small: uuid.UUID | None
    title: str
    unit_id: uuid.UUID | None
    unit: str
    is_present: bool

    @property
    def pk(self) -> uuid.UUID:
        return self.id

    @property
    def position(self) -> str:
        return say_position(self.title, self.unit)

    @property
    def photo_url(self) -> str:
        return photo_url_of(self.id, self.photo_small)


def say_position(title: str, unit: str) -> str:
    """第2開発課 課長; Section manager, Section 2."""
    parts = (unit, title) if get_language() != "en" else (title, unit)
    return (", " if get_language() == "en" else " ").join(part for part in parts if part)


def card_of(person: Person, *, on: datetime.date) -> PersonCard:
    return cards_of_people([person], on=on)[person.pk]


def cards_of(person_ids: Iterable[uuid.UUID], *, on: datetime.date) -> dict[uuid.UUID, PersonCard]:
    """Cards by person, in the given order; three queries for any number of people. The caller chose who is visible."""
    wanted = list(dict.fromkeys(person_ids))
    people = Person.objects.in_bulk(wanted)
    return cards_of_people([people[key] for key in wanted if key in people], on=on)


def cards_of_people(people: Iterable[Person], *, on: datetime.date) -> dict[uuid.UUID, PersonCard]:
    """The same for rows at hand; two queries."""
    people = list(people)
    keys = [person.pk for person in people]
    titles = titles_of(keys, on=on)
    units = main_units_of(keys, on=on)
    return {person.pk: _card(person, titles.get(person.pk, ""), units.get(person.pk), on) for person in people}


def titles_of(person_ids: Iterable[uuid.UUID], *, on: datetime.date) -> dict[uuid.UUID, str]:
    rows = Employment.objects.on(on).filter(person__in=list(person_ids)).values_list("person", "title", "title_en")
    is_english = get_language() == "en"
    return {person: (title_en or title) if is_english else title for person, title, title_en in rows}


def main_units_of(person_ids: Iterable[uuid.UUID], *, on: datetime.date) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
    """Key and label of each person's main unit."""
    rows = Membership.objects.on(on).filter(person__in=list(person_ids), is_main=True)
    return {
        person: (unit, choose_name(name, name_en))
        for person, unit, name, name_en in rows.values_list("person", "unit", "unit__name", "unit__name_en")
    }


def choose_name(name: str, name_en: str) -> str:
    """In the reader's language."""
    return (name_en or name) if get_language() == "en" else name


def _card(person: Person, title: str, unit: tuple[uuid.UUID, str] | None, on: datetime.date) -> PersonCard:
    return PersonCard(
        id=person.pk,
        full_name=person.full_name,
        short_name=person.short_name,
        initial=person.initial,
        kana=f"{person.family_kana} {person.given_kana}".strip(),
        hue=person.hue,
        photo_small=person.photo_small_id,
        title=title,
        unit_id=unit[0] if unit else None,
        unit=unit[1] if unit else "",
        is_present=person.left_on is None or person.left_on >= on,
    )
