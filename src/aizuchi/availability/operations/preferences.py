"""How somebody likes their week. Everybody keeps their own, and nobody else's."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy

from aizuchi.audit.operations import record
from aizuchi.availability.events import PreparationTimeChanged
from aizuchi.availability.finding import ORDINARY_WEEK
from aizuchi.availability.models import PreferredTimes, TimeRule
from aizuchi.availability.queries.sides import week_of
from aizuchi.availability.week import PAINTS, Hours, paint, read_states, write_stretches
from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person


class NoTimeChosen(Refusal):
    field = "hours"
    sentence = gettext_lazy("Please choose a time in the week first.")


class NoSuchPaint(Refusal):
    sentence = gettext_lazy("Please say how those times suit you.")


class BadMargin(Refusal):
    sentence = gettext_lazy("Please choose up to two hours.")


@transaction.atomic
def paint_times(*, actor: Person, hours: Collection[Hours], state: str, now: datetime.datetime) -> None:
    """Says of some hours of the week how they suit; the rest stays. Raises NoTimeChosen, NoSuchPaint."""
    if state not in PAINTS:
        raise NoSuchPaint
    if not hours or any(not _is_within_a_day(part) for part in hours):
        raise NoTimeChosen
    settings = _lock(actor)
    states = read_states(week_of(actor))
    paint(states, hours, state)
    _write(actor, settings, states)
    _note(actor, now, "week")


@transaction.atomic
def set_margins(
    *, actor: Person, buffer_minutes: int, travel_minutes: int, preparation_minutes: int, now: datetime.datetime
) -> None:
    """What stays free around appointments, and what is booked to get ready. Raises BadMargin."""
    if not all(0 <= minutes <= 120 for minutes in (buffer_minutes, travel_minutes, preparation_minutes)):
        raise BadMargin
    settings = _lock(actor)
    prepares_otherwise = settings.preparation_minutes != preparation_minutes
    settings.buffer_minutes = buffer_minutes
    settings.travel_minutes = travel_minutes
    settings.preparation_minutes = preparation_minutes
    settings.version += 1
    settings.save(update_fields=["buffer_minutes", "travel_minutes", "preparation_minutes", "version"])
    _note(actor, now, "margins")
    if prepares_otherwise:
        publish(PreparationTimeChanged(person_id=actor.pk, actor_id=actor.pk, at=now))


@transaction.atomic
def forget_times(*, actor: Person, now: datetime.datetime) -> None:
    """Back to the ordinary week; the margins stay."""
    settings = _lock(actor)
    _write(actor, settings, read_states(ORDINARY_WEEK))
    _note(actor, now, "week")


def _lock(actor: Person) -> PreferredTimes:
    """From now on this person has a week of their own, which begins as the ordinary one."""
    PreferredTimes.objects.get_or_create(person=actor, defaults={"version": 0})
    settings = PreferredTimes.objects.select_for_update().get(person=actor)
    if settings.version == 0:
        _write(actor, settings, read_states(ORDINARY_WEEK))
    return settings


def _write(actor: Person, settings: PreferredTimes, states: list[list[str]]) -> None:
    TimeRule.objects.filter(person=actor).delete()
    rows = [
        TimeRule(
            person=actor,
            weekday=stretch.weekday,
            starts_minute=stretch.starts_minute,
            ends_minute=stretch.ends_minute,
            kind=stretch.kind,
        )
        for stretch in write_stretches(states)
    ]
    TimeRule.objects.bulk_create(rows)
    settings.version += 1
    settings.save(update_fields=["version"])


def _is_within_a_day(part: Hours) -> bool:
    return 0 <= part.weekday <= 6 and 0 <= part.starts_minute < part.ends_minute <= 24 * 60


def _note(actor: Person, now: datetime.datetime, what: str) -> None:
    """That it changed, never to what."""
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action="availability.times.changed",
        subject_id=actor.pk,
        detail={"fields": [what]},
        now=now,
    )
