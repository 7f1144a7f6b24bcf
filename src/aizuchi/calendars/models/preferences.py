from django.db import models
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.models import UUIDModel
from aizuchi.people.models import Organization, Person

TITLE = "1on1"


class Alarm(models.IntegerChoices):
    """How long before a 1on1 a calendar reminds its owner."""

    NONE = 0, _("No reminder")
    FIVE = 5, _("5 minutes before")
    TEN = 10, _("10 minutes before")
    QUARTER = 15, _("15 minutes before")
    HALF = 30, _("30 minutes before")


class CalendarPreferences(UUIDModel):
    """How somebody wants 1on1s to come into their calendar. Without a row: by mail, under the ordinary title."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_preferences")
    title = models.CharField(_("title in calendars"), max_length=60, blank=True, help_text="Empty: the organization's.")
    names_partner = models.BooleanField(default=False, help_text="Adds the other's name, in one's own calendar only.")
    alarm_minutes = models.PositiveSmallIntegerField(
        _("reminder from your calendar"), choices=Alarm.choices, default=Alarm.TEN
    )
    wants_mail = models.BooleanField(default=True, help_text="Invitations by mail where no calendar is connected.")


class CalendarTitle(UUIDModel):
    """What an organization calls 1on1s in calendars. Without a row: 1on1."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="calendar_title")
    title = models.CharField(_("title in calendars"), max_length=60, default=TITLE)


class FeedAddress(UUIDModel):
    """The private address of a person's feed. Only its hash is kept, so it is shown once and never again."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="feed_address")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
