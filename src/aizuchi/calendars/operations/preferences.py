"""How 1on1s come into somebody's calendar."""

import datetime

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.calendars import policies
from aizuchi.calendars.calendar_events import alarm_of
from aizuchi.calendars.models import CalendarPreferences, CalendarTitle, OutgoingEvent
from aizuchi.calendars.models.preferences import Alarm
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person


@transaction.atomic
def save_preferences(
    *,
    actor: Person,
    title: str,
    names_partner: bool,
    wants_mail: bool,
    now: datetime.datetime,
    alarm_minutes: int = Alarm.TEN,
) -> CalendarPreferences:
    """Nobody else's business, so not audited. What stands in a connected calendar is written anew."""
    before = alarm_of(actor)
    preferences, _ = CalendarPreferences.objects.update_or_create(
        person=actor,
        defaults={
            "title": title,
            "names_partner": names_partner,
            "wants_mail": wants_mail,
            "alarm_minutes": alarm_minutes,
        },
    )
    standing = OutgoingEvent.objects.filter(connection__person=actor, entry__ends_at__gt=now, is_removed=False)
    standing.filter(alarm_minutes=None).exclude(href="").update(alarm_minutes=before)
    standing.update(is_due=True, sequence=None)
    return preferences


@transaction.atomic
def name_1on1s(*, actor: Person, title: str, now: datetime.datetime) -> CalendarTitle:
    """What the organization calls 1on1s in calendars, from the next one on."""
    organization = actor.organization
    require(policies.may_name_1on1s(actor, organization, on=organization.today(now)))
    named, _ = CalendarTitle.objects.update_or_create(organization=organization, defaults={"title": title})
    record(
        organization_id=organization.pk,
        actor=actor,
        action="calendars.title.changed",
        subject_id=organization.pk,
        now=now,
    )
    return named
