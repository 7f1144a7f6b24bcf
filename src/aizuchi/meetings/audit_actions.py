"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="meetings",
    label=_("1on1s"),
    actions={
        "meetings.slots.declined": _("Found none of the offered times suitable"),
        "meetings.slots.proposed": _("Offered times for a 1on1"),
        "meetings.slots.taken": _("Chose one of the offered times"),
        "meetings.slots.withdrawn": _("Took back the offered times"),
        "meetings.offered.days": _("Had some days offered to two people"),
        "meetings.offered.rhythm": _("Had another rhythm offered to two people"),
        "meetings.meeting.cancelled": _("Cancelled a 1on1"),
        "meetings.meeting.confirmed": _("Said that a 1on1 took place"),
        "meetings.meeting.ended": _("Ended a 1on1"),
        "meetings.meeting.resumed": _("Went on with a 1on1"),
        "meetings.meeting.restored": _("Brought back a 1on1"),
        "meetings.meeting.closed": _("Closed a 1on1"),
        "meetings.meeting.moved": _("Moved a 1on1"),
        "meetings.meeting.scheduled": _("Scheduled a 1on1"),
        "meetings.meeting.started": _("Started a 1on1"),
        "meetings.meeting.not_begun": _("Said that a 1on1 had not begun"),
    },
    details={
        "was_at": _("Time until then"),
        "starts_at": _("Time from then on"),
    },
)
