"""Where calendars lie in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.ui.navigation import AccountEntry

ENTRIES = (AccountEntry(url="calendars:settings", label=_("Calendars"), icon="calendar", order=20),)
