"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="calendars",
    label=_("Calendars"),
    actions={
        "calendars.connection.connected": _("Connected a calendar"),
        "calendars.connection.disconnected": _("Disconnected a calendar"),
        "calendars.feed.ended": _("Stopped the address of their calendar feed"),
        "calendars.feed.made": _("Made an address for their calendar feed"),
        "calendars.title.changed": _("Changed what 1on1s are called in calendars"),
    },
)
