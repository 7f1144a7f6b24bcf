"""What somebody may answer about right now."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.anonymous_answers.periods import GRACE, quarter_closes
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.catalogue.queries import CatalogueEntry
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.models import EligibleCell
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person

A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """One thing to answer about. Both empty: the 1on1 as a whole."""

    topic: CatalogueEntry | None
    response: CatalogueEntry | None


@dataclass(frozen=True)
class OpenEligibility:
    id: uuid.UUID
    mentor: Person
    window_id: uuid.UUID
    starts_on: datetime.date
    ends_on: datetime.date
    answers_until: datetime.date
    released_from: datetime.date
    """The first day on which blocks and comments of these thirteen weeks can reach the mentor."""
    k_band: int
    k_mean: int
    may_wait: bool
    """Answers of too few wait for those of later quarters."""
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class EligibilityCard:
    """That somebody may answer, without what is asked."""

    id: uuid.UUID
    mentor: Person
    window_id: uuid.UUID
    answers_until: datetime.date


def list_open_voices(*, viewer: Person, now: datetime.datetime) -> list[EligibilityCard]:
    """As many as `list_open_eligibilities` lists. One query."""
    return [
        EligibilityCard(
            id=eligibility.pk,
            mentor=eligibility.about_person,
            window_id=eligibility.window_id,
            answers_until=eligibility.window.answers_until,
        )
        for eligibility in _find_open(viewer=viewer, today=viewer.organization.today(now))
    ]


def list_open_eligibilities(
    *, viewer: Person, now: datetime.datetime, mentor_id: uuid.UUID | None = None
) -> tuple[OpenEligibility, ...]:
    """The latest window first. Two queries. Stays the same whether or not the viewer answered."""
    found = _open_to(viewer, viewer.organization.today(now)).prefetch_related("cells__topic", "cells__response")
    if mentor_id:
        found = found.filter(subject=mentor_id)
    return tuple(_open(eligibility) for eligibility in found)


def roughly_open_to(viewer: Person, today: datetime.date) -> QuerySet[Eligibility]:
    """At least those that are open, whatever day it is where the organization is."""
    eligibilities = Eligibility.objects.visible_to(viewer).of(ASKING).filter(window__released_on=None)
    return eligibilities.filter(window__ends_on__gte=today - GRACE - A_DAY, window__starts_on__lte=today + A_DAY)


@prepared
def _find_open(viewer: Person, today: datetime.date) -> QuerySet[Eligibility]:
    return _open_to(viewer, today)


def _open_to(viewer: Person, today: datetime.date) -> QuerySet[Eligibility]:
    eligibilities = (
        Eligibility.objects.visible_to(viewer)
        .of(ASKING)
        .filter(window__ends_on__gte=today - GRACE, window__starts_on__lte=today, window__released_on=None)
    )
    return eligibilities.select_related("window", "subject").order_by("-window__starts_on", "id")


def _open(eligibility: Eligibility) -> OpenEligibility:
    window = eligibility.window
    return OpenEligibility(
        id=eligibility.pk,
        mentor=eligibility.about_person,
        window_id=window.pk,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        answers_until=window.answers_until,
        released_from=quarter_closes(window.quarter_on),
        k_band=window.k_band,
        k_mean=window.k_mean,
        may_wait=window.may_wait,
        asked=tuple(_asked(cell) for cell in sorted(eligibility.cells.all(), key=_in_order)),
    )


def _asked(cell: EligibleCell) -> Asked:
    topic, response = cell.topic, cell.response
    return Asked(
        topic=_choice(topic) if topic else None,
        response=_choice(response) if response else None,
    )


def _choice(row: Topic | ExpectedResponse) -> CatalogueEntry:
    return CatalogueEntry(id=row.pk, key=row.key, label=row.label, icon=row.icon)


def _in_order(cell: EligibleCell) -> tuple[bool, int, int]:
    """Topics as the catalogue orders them, the whole last."""
    topic, response = cell.topic, cell.response
    return topic is None, topic.position if topic else 0, response.position if response else 0
