"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="accounts",
    label=_("Sign-in and invitations"),
    actions={
        "accounts.invitation.accepted": _("Accepted the invitation"),
        "accounts.password.set": _("Set a password"),
        "accounts.person.invited": _("Invited %(name)s"),
        "accounts.person.uninvited": _("Took back the invitation of %(name)s before it was sent"),
    },
)
