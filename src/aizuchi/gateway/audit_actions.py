"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="gateway",
    label=_("Connections to other systems"),
    actions={
        "gateway.address.kept": _("Left the mail address of %(name)s as it was; a connection wanted another"),
        "gateway.connector.created": _("Set up the connection %(name)s"),
        "gateway.connector.changed": _("Changed the connection %(name)s"),
        "gateway.connector.stopped": _("Stopped the connection %(name)s"),
        "gateway.connector.started": _("Let the connection %(name)s run again"),
        "gateway.connector.held": _("Held back what the connection %(name)s wanted to end"),
        "gateway.connector.forgot": _("Did not do what the connection %(name)s wanted to end"),
        "gateway.connector.let_through": _("Let through what the connection %(name)s wanted to end"),
        "gateway.file.changed": _("Changed a file that is fetched every day"),
        "gateway.file.created": _("Set up a file that is fetched every day"),
        "gateway.file.removed": _("Removed a file that was fetched every day"),
        "gateway.token.made": _("Made a new token for the connection %(name)s"),
    },
    details={
        "fields": _("What"),
        "endings": _("Would end"),
        "name": _("Name"),
    },
)
