"""What stands in the record, in words. An action without a word of its own is shown by its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROOMS: list[tuple[str, str | Promise]] = [
    ("people", _("People, units and roles")),
    ("pairs", _("Pairs")),
    ("meetings", _("1on1s")),
    ("catalogue", _("Catalogue")),
]

ACTIONS: dict[str, str | Promise] = {
    "meetings.meeting.cancelled": _("Cancelled a 1on1"),
    "meetings.meeting.confirmed": _("Said that a 1on1 took place"),
    "meetings.meeting.ended": _("Ended a 1on1"),
    "meetings.meeting.resumed": _("Went on with a 1on1"),
    "meetings.meeting.restored": _("Brought back a 1on1"),
    "meetings.meeting.closed": _("Closed a 1on1"),
    "meetings.meeting.moved": _("Moved a 1on1"),
    "meetings.meeting.scheduled": _("Scheduled a 1on1"),
    "meetings.meeting.started": _("Started a 1on1"),
    "pairs.pair.edited": _("Changed a pair"),
    "pairs.pair.ended": _("Ended a pair"),
    "pairs.pair.reopened": _("Let a pair go on"),
    "pairs.pair.started": _("Started a pair"),
    "people.employment.changed": _("Changed the work of %(name)s"),
    "people.head.ended": _("Ended a head of %(name)s"),
    "people.head.set": _("Set a head of %(name)s"),
    "people.invitation.accepted": _("Accepted the invitation"),
    "people.leave.ended": _("Entered the return of %(name)s"),
    "people.leave.recorded": _("Entered an absence of %(name)s"),
    "people.membership.added": _("Added another unit to %(name)s"),
    "people.membership.changed": _("Changed the other units of %(name)s"),
    "people.membership.ended": _("Ended another unit of %(name)s"),
    "people.organization.created": _("Began the organization %(name)s"),
    "people.password.set": _("Set a password"),
    "people.person.added": _("Added %(name)s"),
    "people.person.edited": _("Edited the facts of %(name)s"),
    "people.person.invited": _("Invited %(name)s"),
    "people.person.left": _("Set the last day of %(name)s"),
    "people.person.moved": _("Moved %(name)s to another unit"),
    "people.person.stayed": _("Took back the last day of %(name)s"),
    "people.profile.edited": _("Edited their profile"),
    "people.role.granted": _("Gave a role to %(name)s"),
    "people.role.revoked": _("Ended a role of %(name)s"),
    "people.supervisor.changed": _("Changed the supervisor of %(name)s"),
    "people.unit.added": _("Added the unit %(name)s"),
    "people.unit.closed": _("Closed the unit %(name)s"),
    "people.unit.moved": _("Moved the unit %(name)s"),
    "people.unit.renamed": _("Renamed the unit %(name)s"),
}
