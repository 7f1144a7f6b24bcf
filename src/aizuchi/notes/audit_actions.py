"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="notes",
    label=_("Keeping of notes"),
    actions={
        "notes.destroyed": _("Destroyed notes whose time was over"),
        "notes.retention_changed": _("Changed how long notes are kept"),
    },
    details={
        "before": _("Years until then"),
        "years": _("Years from then on"),
    },
)
