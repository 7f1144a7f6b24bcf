"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="gatherings",
    label=_("Gatherings"),
    actions={
        "gatherings.gathering.attendance_noted": _("Noted who came to a gathering"),
        "gatherings.gathering.called_off": _("Called off a gathering"),
        "gatherings.gathering.changed": _("Changed a gathering"),
        "gatherings.gathering.created": _("Set up a gathering"),
    },
)
