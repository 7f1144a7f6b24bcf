"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="availability",
    label=_("Good times and days off"),
    actions={
        "availability.days.country": _("Chose whose public holidays hold"),
        "availability.days.forgotten": _("Took away a day off"),
        "availability.days.set": _("Noted days off"),
        "availability.times.changed": _("Changed their good times"),
    },
)
