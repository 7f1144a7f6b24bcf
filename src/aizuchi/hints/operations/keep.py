"""Keeping a hint for later, wanting to try it, and saying how it went. Nobody else sees any of it."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404

from aizuchi.hints import policies
from aizuchi.hints.models import Bookmark, Trial
from aizuchi.hints.operations.access import access_hint, access_trial
from aizuchi.hints.operations.refusals import NotPublished
from aizuchi.kernel.permissions import require
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.people.models import Person


@transaction.atomic
def bookmark_hint(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> None:
    hint = access_hint(viewer=actor, hint_id=hint_id)
    Bookmark.objects.get_or_create(person=actor, hint=hint, defaults={"created_at": now})


@transaction.atomic
def forget_bookmark(*, actor: Person, hint_id: uuid.UUID, now: datetime.datetime) -> None:
    hint = access_hint(viewer=actor, hint_id=hint_id)
    Bookmark.objects.filter(person=actor, hint=hint).delete()


@transaction.atomic
def try_hint(*, actor: Person, hint_id: uuid.UUID, meeting_id: uuid.UUID, now: datetime.datetime) -> Trial:
    """In a coming 1on1 in which the actor responds; asked for twice it is one."""
    hint = access_hint(viewer=actor, hint_id=hint_id)
    meeting = access_meeting(viewer=actor, meeting_id=meeting_id)
    require(policies.may_try_hint(actor, meeting, now))
    if hint.hidden_at or hint.retired_at:
        raise NotPublished
    trial, _is_new = Trial.objects.get_or_create(person=actor, hint=hint, meeting=meeting, defaults={"created_at": now})
    return trial


@transaction.atomic
def stop_trying(
    *, actor: Person, hint_id: uuid.UUID, now: datetime.datetime, meeting_id: uuid.UUID | None = None
) -> None:
    """Changed their mind before the 1on1, or before all that are to come: as if it had never been."""
    hint = access_hint(viewer=actor, hint_id=hint_id)
    trials = Trial.objects.visible_to(actor).filter(hint=hint, outcome="", meeting__ended_at__isnull=True)
    if meeting_id:
        trials = trials.filter(meeting=access_meeting(viewer=actor, meeting_id=meeting_id))
    trials.delete()


@transaction.atomic
def answer_trial(*, actor: Person, trial_id: uuid.UUID, outcome: str, now: datetime.datetime) -> Trial:
    """How it went; an empty outcome takes the answer back."""
    if outcome and outcome not in Trial.Outcome:
        raise Http404
    trial = access_trial(viewer=actor, trial_id=trial_id)
    if trial.outcome != outcome:
        trial.outcome, trial.answered_at, trial.is_counted = outcome, now if outcome else None, False
        trial.save(update_fields=["outcome", "answered_at", "is_counted"])
    return trial
