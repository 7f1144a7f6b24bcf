"""Which open screens look again when something of a pair changed."""

import uuid

from aizuchi.actions.events import ActionsChanged
from aizuchi.growth.events import SparkChanged, ThankYouNoteChanged
from aizuchi.kernel import live
from aizuchi.meetings.models import Meeting


def show_actions(changed: ActionsChanged) -> None:
    _show(changed.pair_id, "actions")


def show_words(changed: SparkChanged) -> None:
    _show(changed.pair_id, "spark")


def show_thank_you_notes(changed: ThankYouNoteChanged) -> None:
    _show(changed.pair_id, "thank_you_notes")


def _show(pair_id: uuid.UUID, part: str) -> None:
    """On the screens of the 1on1 that is on and of the latest one, which the two may be wrapping up."""
    latest = Meeting.objects.filter(pair=pair_id).exclude(state=Meeting.State.CANCELLED).order_by("-created_at")
    for meeting_id in latest.values_list("pk", flat=True)[:3]:
        live.announce(f"meeting:{meeting_id}", part)
