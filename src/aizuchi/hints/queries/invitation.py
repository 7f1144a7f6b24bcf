"""Asking somebody to share what works for them: seldom, and never again if they wish."""

import datetime
import random
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.hints.cards import Cell, Label
from aizuchi.hints.models import Hint, Invitation
from aizuchi.people.models import Person

STAYS = datetime.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class InvitationToWrite:
    topic: Label
    response: Label


def invitation_for(
    *, viewer: Person, strong_cells: Collection[Cell], now: datetime.datetime
) -> InvitationToWrite | None:
    """For one of the cells in which this person is strong, and has written nothing yet; at most once a quarter.

    It stays for a week from the day it was first shown; whoever shows it tells `operations.note_invited`. Four queries,
    fewer where nobody is to be asked.
    """
    today = timezone.localdate(now)
    if not strong_cells or not may_be_invited(viewer=viewer, now=now):
        return None
    written = set(Hint.objects.filter(author=viewer).values_list("topic", "response"))
    open_cells = sorted(set(strong_cells) - written)
    if not open_cells:
        return None
    rng = random.Random(f"{viewer.pk} {quarter_of(today)}")  # noqa: S311
    return _describe(viewer, rng.choice(open_cells))


def quarter_of(day: datetime.date) -> datetime.date:
    """Its first day."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def may_be_invited(*, viewer: Person, now: datetime.datetime) -> bool:
    """Not again in a quarter in which they answered, nor ever if they said so. One query."""
    today = timezone.localdate(now)
    asked = Invitation.objects.filter(person=viewer).first()
    if asked is None:
        return True
    begun = quarter_of(today)
    if asked.is_refused or (asked.answered_on and asked.answered_on >= begun):
        return False
    return asked.first_shown_on is None or asked.first_shown_on < begun or today < asked.first_shown_on + STAYS


def _describe(viewer: Person, cell: Cell) -> InvitationToWrite | None:
    topic = Topic.objects.offered().filter(pk=cell[0], organization=viewer.organization_id).first()
    response = ExpectedResponse.objects.filter(pk=cell[1], organization=viewer.organization_id).first()
    if topic is None or response is None:
        return None
    return InvitationToWrite(
        topic=Label(topic.pk, topic.key, topic.label, topic.icon),
        response=Label(response.pk, response.key, response.label, response.icon),
    )
