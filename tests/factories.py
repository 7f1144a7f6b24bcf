"""Rows for tests, valid by default; say only what the test is about."""

import datetime
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from aizuchi.actions.models import ActionItem
from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.documents import SHARED, make_item_note, make_shared_documents
from aizuchi.notes.models import Circle, CircleMember, Document
from aizuchi.pairs.models import Pair
from aizuchi.people.models import (
    Membership,
    Organization,
    Person,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)
from aizuchi.people.search import make_search_text

SINCE = datetime.date(2024, 4, 1)
PASSWORD = "kawa no nagare"


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"会社{n}")
    created_at = factory.LazyFunction(timezone.now)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    organization = factory.SubFactory(OrganizationFactory)
    email = factory.Sequence(lambda n: f"person{n}@example.jp")
    employee_number = factory.Sequence(lambda n: f"E{n:05}")
    family_name = "佐藤"
    given_name = factory.Sequence(lambda n: f"花{n}")
    family_kana = "さとう"
    given_kana = "はな"
    family_romaji = "Sato"
    given_romaji = "Hana"
    search_text = factory.LazyAttribute(
        lambda p: make_search_text(
            family_name=p.family_name,
            given_name=p.given_name,
            family_kana=p.family_kana,
            given_kana=p.given_kana,
            family_romaji=p.family_romaji,
            given_romaji=p.given_romaji,
        )
    )
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    joined_on = SINCE
    created_at = factory.LazyFunction(timezone.now)


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit that has stood under `parent` (None: it is a root) from its first day."""

    class Meta:
        model = Unit

    parent = None
    organization = factory.LazyAttribute(lambda u: u.parent.organization if u.parent else OrganizationFactory())
    code = factory.Sequence(lambda n: f"U{n}")
    name = factory.Sequence(lambda n: f"部署{n}")
    starts_on = SINCE
    meets_from = factory.LazyAttribute(lambda u: None if u.parent else SINCE)

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, parent: Unit | None = None, **kwargs: Any) -> Unit:
        unit = super()._create(model_class, *args, **kwargs)
        UnitPlacement.objects.create(unit=unit, parent=parent, starts_on=unit.starts_on)
        return unit


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    starts_on = SINCE


class ReportingLineFactory(DjangoModelFactory[ReportingLine]):
    class Meta:
        model = ReportingLine

    starts_on = SINCE


class RoleGrantFactory(DjangoModelFactory[RoleGrant]):
    class Meta:
        model = RoleGrant

    starts_on = SINCE


class CircleFactory(DjangoModelFactory[Circle]):
    """`members` is whoever may open its documents."""

    class Meta:
        model = Circle
        skip_postgeneration_save = True

    organization_id = factory.LazyFunction(lambda: OrganizationFactory().pk)
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def members(self, create: bool, people: list[Person] | None, **kwargs: Any) -> None:
        for person in people or []:
            CircleMember.objects.create(circle=self, person=person)


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    circle = factory.SubFactory(CircleFactory)
    created_at = factory.LazyFunction(timezone.now)


class PairFactory(DjangoModelFactory[Pair]):
    """An open pair with its circle, but without meetings: `MeetingFactory` makes those."""

    class Meta:
        model = Pair

    mentee = factory.SubFactory(PersonFactory)
    mentor = factory.LazyAttribute(lambda p: PersonFactory(organization=p.mentee.organization))
    organization = factory.LazyAttribute(lambda p: p.mentee.organization)
    kind = PairKind.SUPERVISOR
    starts_on = SINCE
    created_at = factory.LazyFunction(timezone.now)
    circle = factory.LazyAttribute(
        lambda p: CircleFactory(organization_id=p.organization.pk, members=[p.mentee, p.mentor])
    )


class MeetingFactory(DjangoModelFactory[Meeting]):
    """Planned and without a date, unless told otherwise."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    pair = factory.SubFactory(PairFactory)
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def documents(self: Meeting, create: bool, *args: object, **kwargs: object) -> None:
        """As holding it makes them."""
        if create and self.started_at and self.pair.circle_id:
            make_shared_documents(self, now=self.created_at)
            self.save(update_fields=SHARED)


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory)
    owner = factory.LazyAttribute(lambda i: i.meeting.pair.mentee)
    added_by = factory.LazyAttribute(lambda i: i.owner)
    title = "新人の育て方"
    created_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def its_note(self: AgendaItem, create: bool, *args: object, **kwargs: object) -> None:
        if create and self.note is None and self.meeting.pair.circle:
            self.note = make_item_note(self.meeting, now=self.created_at)
            self.save(update_fields=["note"])


class ActionItemFactory(DjangoModelFactory[ActionItem]):
    class Meta:
        model = ActionItem

    pair = factory.SubFactory(PairFactory)
    owner = factory.LazyAttribute(lambda a: a.pair.mentee)
    created_by = factory.LazyAttribute(lambda a: a.owner)
    text = "設計の進め方を一枚にまとめる"
    created_at = factory.LazyFunction(timezone.now)
