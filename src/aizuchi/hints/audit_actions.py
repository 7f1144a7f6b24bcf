"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="hints",
    label=_("Hints"),
    actions={
        "hints.kept": _("Decided that a hint stays public"),
        "hints.hidden": _("Unpublished a hint"),
        "hints.shown_again": _("Published a hint again"),
        "hints.pack_taken": _("Added a pack of hints"),
        "hints.pack_handed_out": _("Downloaded the hints as a pack"),
    },
)
