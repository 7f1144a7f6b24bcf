"""Everybody, as HR goes through them."""

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.functional import Promise

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Leave, Membership, Organization, Person, ReportingLine, UnitPlacement
from aizuchi.people.models.person import PersonQuerySet
from aizuchi.people.queries.cards import PersonCard, cards_of, cards_of_people
from aizuchi.people.queries.lines import supervisors_of
from aizuchi.people.queries.units import outline_of
from aizuchi.people.search import fold_query

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Filters:
    words: str = ""
    unit_id: uuid.UUID | None = None
    state: str = "here"


@dataclass(frozen=True)
class PeopleFilter:
    """A choice among everybody that another app knows to make: its word in the address, and what it is called."""

    key: str
    label: str | Promise
    narrow: Callable[[PersonQuerySet], PersonQuerySet]


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    card: PersonCard
    number: str
    email: str
    supervisor: PersonCard | None
    state: str
    left_on: datetime.date | None
    joined_on: datetime.date | None


def list_people(
    organization: Organization, *, filters: Filters, number: int, on: datetime.date
) -> tuple[list[PersonRow], "Page[Person]"]:
    """Rows of one page, and the page itself; a fixed number of queries."""
    page = Paginator(_find(organization, filters, on), PAGE_SIZE).get_page(number)
    people = list(page)
    keys = [person.pk for person in people]
    cards = cards_of_people(people, on=on)
    supervisors = supervisors_of(keys, on=on)
    above = cards_of(supervisors.values(), on=on)
    away = set(Leave.objects.on(on).filter(person__in=keys).values_list("person", flat=True))
    rows = [
        PersonRow(
            card=cards[person.pk],
            number=person.employee_number,
            email=person.email or "",
            supervisor=above[supervisors[person.pk]] if person.pk in supervisors else None,
            state=_state(person, away, on),
            left_on=person.left_on,
            joined_on=person.joined_on,
        )
        for person in people
    ]
    return rows, page


@dataclass(frozen=True)
class Here:
    """How many people work here, and for how many of them nobody said to whom they report."""

    count: int
    unled: int


def count_here(organization: Organization, *, on: datetime.date) -> Here:
    """Two counts."""
    here = Person.objects.filter(organization=organization).present_on(on)
    return Here(count=here.count(), unled=_unled(here, on).count())


def find_person(organization: Organization, words: str, *, on: datetime.date, limit: int = 8) -> list[Person]:
    """Who is meant by an employee number (with or without a name after it) or by part of a name."""
    here = Person.objects.filter(organization=organization).present_on(on)
    number = words.split()[0] if words.split() else ""
    exact = list(here.filter(employee_number=number)) if number else []
    if exact or not words.strip():
        return exact
    return list(_with_words(here, words).order_by("family_kana", "given_kana", "pk")[:limit])


def _find(organization: Organization, filters: Filters, on: datetime.date) -> PersonQuerySet:
    people = _with_words(Person.objects.filter(organization=organization), filters.words)
    if filters.state == "here":
        people = people.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))
    elif filters.state == "unled":
        people = _unled(people.present_on(on), on)
    elif filters.state == "left":
        people = people.filter(left_on__lt=on)
    for brought in gather(PeopleFilter):
        if brought.key == filters.state:
            people = brought.narrow(people)
    if filters.unit_id:
        below = outline_of(organization, on=on).below(filters.unit_id)
        belongs = Membership.objects.on(on).filter(person=OuterRef("pk"), unit__in=below)
        people = people.filter(Exists(belongs))
    return people.order_by(Coalesce(NullIf("family_kana", Value("")), "family_name"), "given_kana", "pk")


def _unled(people: PersonQuerySet, on: datetime.date) -> PersonQuerySet:
    """Whoever heads the whole has nobody above, and lacks nobody."""
    whole = UnitPlacement.objects.on(on).filter(parent__isnull=True).values("unit")
    heads_all = Membership.objects.on(on).filter(person=OuterRef("pk"), is_head=True, unit__in=whole)
    reports = ReportingLine.objects.on(on).filter(person=OuterRef("pk"))
    return people.filter(~Exists(reports), ~Exists(heads_all))


def _with_words(people: PersonQuerySet, words: str) -> PersonQuerySet:
    """Each word is part of a name, a number or an address."""
    for typed in words.split():
        folded = fold_query(typed)
        by_name = Q(search_text__contains=folded[0]) if folded else Q(pk__in=[])
        people = people.filter(by_name | Q(employee_number__iexact=typed) | Q(email__istartswith=typed))
    return people


def _state(person: Person, away: set[uuid.UUID], on: datetime.date) -> str:
    if person.left_on and person.left_on < on:
        return "left"
    if person.left_on:
        return "leaving"
    if person.joined_on and person.joined_on > on:
        return "coming"
    return "away" if person.pk in away else ""
