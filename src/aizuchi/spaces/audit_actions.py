"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="spaces",
    label=_("Rooms"),
    actions={
        "spaces.space.added": _("Added a room"),
        "spaces.space.edited": _("Changed a room"),
        "spaces.space.reopened": _("Used a room again"),
        "spaces.space.retired": _("Stopped using a room"),
    },
)
