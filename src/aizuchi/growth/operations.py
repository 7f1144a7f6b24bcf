"""Words to keep in mind until next time, and what became of them."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from aizuchi.growth import policies
from aizuchi.growth.events import SparkChanged
from aizuchi.growth.models import Spark
from aizuchi.kernel.events import publish
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


class NoSuchOutcome(ValueError):
    """Words were kept, are on the way, or come another time."""


@transaction.atomic
def keep_in_mind(*, actor: Person, meeting_id: uuid.UUID, text: str, now: datetime.datetime) -> Spark | None:
    """The words of this meeting; an empty text takes them back."""
    meeting = get_object_or_404(Meeting.objects.visible_to(actor).select_related("pair"), pk=meeting_id)
    _require(actor, meeting.pair, now)
    words = text.strip()
    if words:
        spark = _write(meeting, words, actor, now)
    else:
        Spark.objects.filter(meeting=meeting).delete()
        spark = None
    publish(SparkChanged(pair_id=meeting.pair_id))
    return spark


@transaction.atomic
def answer_outcome(*, actor: Person, spark_id: uuid.UUID, outcome: str, now: datetime.datetime) -> Spark:
    """What became of the words; an empty outcome takes the answer back."""
    if outcome and outcome not in Spark.Outcome:
        raise NoSuchOutcome(outcome)
    sparks = Spark.objects.visible_to(actor).select_related("pair").select_for_update(of=("self",))
    spark = get_object_or_404(sparks, pk=spark_id)
    _require(actor, spark.pair, now)
    spark.outcome, spark.outcome_at = outcome, now if outcome else None
    spark.save(update_fields=["outcome", "outcome_at"])
    publish(SparkChanged(pair_id=spark.pair_id))
    return spark


def _write(meeting: Meeting, words: str, actor: Person, now: datetime.datetime) -> Spark:
    spark, _is_new = Spark.objects.update_or_create(
        meeting=meeting,
        defaults={"text": words, "written_by": actor},
        create_defaults={"pair": meeting.pair, "text": words, "written_by": actor, "created_at": now},
    )
    return spark


def _require(actor: Person, pair: Pair, now: datetime.datetime) -> None:
    if not policies.may_keep_in_mind(actor, pair, timezone.localdate(now)):
        raise PermissionDenied
