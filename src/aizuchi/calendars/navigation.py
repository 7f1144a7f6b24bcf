"""Where calendars, times, rooms and holidays lie in the menu."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.calendars.policies import may_keep_rooms
from aizuchi.people.models import Person
from aizuchi.ui.navigation import AccountEntry, Tab


def _keeps_rooms(viewer: Person, on: datetime.date) -> bool:
    return may_keep_rooms(viewer, viewer.organization, on=on)


ENTRIES = (
    AccountEntry(url="calendars:settings", label=_("Calendars"), icon="calendar", order=20),
    AccountEntry(url="calendars:times", label=_("When 1on1s suit you"), icon="clock", order=30),
    Tab(door="setup", url="calendars:rooms", label=pgettext_lazy("menu", "Rooms"), order=20, may_see=_keeps_rooms),
    Tab(door="setup", url="calendars:days", label=_("Holidays"), order=30, may_see=_keeps_rooms),
)
