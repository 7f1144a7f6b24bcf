"""The thread of words of a pair. Every list begins with the viewer."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from aizuchi.growth.models import Spark
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words to keep in mind."""

    id: uuid.UUID
    pair_id: uuid.UUID
    meeting_id: uuid.UUID
    text: str
    written_by: Person
    since_on: datetime.date
    outcome: str
    outcome_label: str
    outcome_on: datetime.date | None

    @classmethod
    def of(cls, spark: Spark) -> Self:
        return cls(
            id=spark.pk,
            pair_id=spark.pair_id,
            meeting_id=spark.meeting_id,
            text=spark.text,
            written_by=spark.written_by,
            since_on=timezone.localdate(spark.created_at),
            outcome=spark.outcome,
            outcome_label=str(spark.get_outcome_display()),
            outcome_on=timezone.localdate(spark.outcome_at) if spark.outcome_at else None,
        )


def get_words_of(*, viewer: Person, meeting_id: uuid.UUID) -> Words | None:
    """What this meeting ended with."""
    spark = Spark.objects.visible_to(viewer).filter(meeting_id=meeting_id).select_related("written_by").first()
    return Words.of(spark) if spark else None


def get_latest_words(
    *,
    viewer: Person,
    pair_id: uuid.UUID,
    other_than_of: uuid.UUID | None = None,
    until: datetime.datetime | None = None,
) -> Words | None:
    """What the two wanted to keep in mind.

    `other_than_of` leaves out the words of the meeting they are in, `until` what came after a meeting looked at later.
    """
    sparks = Spark.objects.visible_to(viewer).filter(pair_id=pair_id).select_related("written_by")
    if other_than_of:
        sparks = sparks.exclude(meeting_id=other_than_of)
    if until:
        sparks = sparks.filter(created_at__lt=until)
    spark = sparks.order_by("-created_at", "-id").first()
    return Words.of(spark) if spark else None


def list_words(*, viewer: Person, pair_id: uuid.UUID, limit: int = 12) -> list[Words]:
    """Newest first."""
    sparks = Spark.objects.visible_to(viewer).filter(pair_id=pair_id).select_related("written_by")
    return [Words.of(spark) for spark in sparks.order_by("-created_at", "-id")[:limit]]
