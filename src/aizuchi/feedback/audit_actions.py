"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="feedback",
    label=_("Feedback"),
    actions={
        "feedback.sizes.raised": _("Raised how many people it takes before anything is shown"),
    },
)
