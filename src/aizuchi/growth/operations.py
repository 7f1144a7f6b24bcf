"""Words to keep in mind until next time, what became of them, and thank-you notes from one of the two to the other."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404

from aizuchi.growth import policies
from aizuchi.growth.events import SparkChanged, ThankYouNoteChanged
from aizuchi.growth.models import Spark, ThankYouNote
from aizuchi.growth.thank_you_notes import seal_words
from aizuchi.kernel.events import publish
from aizuchi.kernel.permissions import require
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


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
    publish(SparkChanged(pair_id=meeting.pair_id, actor_id=actor.pk, at=now))
    return spark


@transaction.atomic
def answer_outcome(*, actor: Person, spark_id: uuid.UUID, outcome: str, now: datetime.datetime) -> Spark:
    """What became of the words; an empty outcome takes the answer back."""
    if outcome and outcome not in Spark.Outcome:
        raise Http404
    sparks = Spark.objects.visible_to(actor).select_related("pair").select_for_update(of=("self",))
    spark = get_object_or_404(sparks, pk=spark_id)
    _require(actor, spark.pair, now)
    spark.outcome, spark.outcome_at = outcome, now if outcome else None
    spark.save(update_fields=["outcome", "outcome_at"])
    publish(SparkChanged(pair_id=spark.pair_id, actor_id=actor.pk, at=now))
    return spark


@transaction.atomic
def write_thank_you_note(*, actor: Person, meeting_id: uuid.UUID, text: str, now: datetime.datetime) -> ThankYouNote:
    """It is with the other at once. Written again before they put it away, it says what was written last."""
    meetings = Meeting.objects.visible_to(actor).select_related("pair").select_for_update(of=("self",))
    meeting = get_object_or_404(meetings, pk=meeting_id)
    require(policies.may_write_thank_you_note(actor, meeting, actor.today(now)))
    thank_you_note = ThankYouNote.objects.filter(meeting=meeting, author=actor).first()
    thank_you_note = thank_you_note or ThankYouNote(pair=meeting.pair, meeting=meeting, author=actor)
    require(policies.may_take_back(actor, thank_you_note))
    thank_you_note.sealed, thank_you_note.written_at = seal_words(thank_you_note, text.strip(), now=now), now
    thank_you_note.save()
    publish(ThankYouNoteChanged(pair_id=meeting.pair_id, actor_id=actor.pk, at=now))
    return thank_you_note


@transaction.atomic
def take_back_thank_you_note(*, actor: Person, note_id: uuid.UUID, now: datetime.datetime) -> ThankYouNote:
    """Gone for good. Returns what it was, without its words."""
    thank_you_note = _lock_thank_you_note(actor, note_id)
    require(policies.may_take_back(actor, thank_you_note))
    ThankYouNote.objects.filter(pk=thank_you_note.pk).delete()
    publish(ThankYouNoteChanged(pair_id=thank_you_note.pair_id, actor_id=actor.pk, at=now))
    return thank_you_note


@transaction.atomic
def keep_thank_you_note(*, actor: Person, note_id: uuid.UUID, now: datetime.datetime) -> ThankYouNote:
    """Read, and put with what one keeps: it no longer waits at home, and can no longer be taken back."""
    thank_you_note = _lock_thank_you_note(actor, note_id)
    require(policies.may_keep(actor, thank_you_note))
    if thank_you_note.kept_at is None:
        thank_you_note.kept_at = now
        thank_you_note.save(update_fields=["kept_at"])
        publish(ThankYouNoteChanged(pair_id=thank_you_note.pair_id, actor_id=actor.pk, at=now))
    return thank_you_note


def _lock_thank_you_note(actor: Person, note_id: uuid.UUID) -> ThankYouNote:
    thank_you_notes = ThankYouNote.objects.visible_to(actor).select_related("pair").select_for_update(of=("self",))
    return get_object_or_404(thank_you_notes, pk=note_id)


def _write(meeting: Meeting, words: str, actor: Person, now: datetime.datetime) -> Spark:
    spark, _is_new = Spark.objects.update_or_create(
        meeting=meeting,
        defaults={"text": words, "written_by": actor},
        create_defaults={"pair": meeting.pair, "text": words, "written_by": actor, "created_at": now},
    )
    return spark


def _require(actor: Person, pair: Pair, now: datetime.datetime) -> None:
    require(policies.may_keep_in_mind(actor, pair, actor.today(now)))
