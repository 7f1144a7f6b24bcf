"""What somebody can do about a calendar that does not work."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.calendars.models import Connection

Problem = Connection.Problem

WHAT_TO_DO: dict[str, Promise] = {
    Problem.UNREACHABLE: _("We try again by ourselves. If it stays like this, ask whoever runs that server."),
    Problem.BROKEN: _("We try again by ourselves. If it stays like this, ask whoever runs that server."),
    Problem.THROTTLED: _("Nothing: we come back when the server is ready."),
    Problem.ODD: _("Please tell your administrator; it may not be a calendar server."),
    Problem.CLOCK: _("Please tell your administrator: one of the two clocks has to be set."),
    Problem.CONSENT: _("Connect it once more, and agree again."),
    Problem.PASSWORD: _("Connect it once more with your current password."),
    Problem.GONE: _("Disconnect it, then connect the calendar you use now."),
    Problem.FORBIDDEN: _("Your administrator decides whether calendars inside your own network may be asked."),
}
