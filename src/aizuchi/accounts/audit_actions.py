"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.models import SignInPolicy
from aizuchi.audit.vocabulary import AuditVocabulary

AUDIT = AuditVocabulary(
    app="accounts",
    label=_("Sign-in and invitations"),
    actions={
        "accounts.factor.app_added": _("Set up an authenticator app"),
        "accounts.factor.app_removed": _("Took off their authenticator app"),
        "accounts.factor.codes_renewed": _("Made their recovery codes anew"),
        "accounts.factor.passkey_added": _("Added a passkey"),
        "accounts.factor.passkey_removed": _("Took off a passkey"),
        "accounts.factor.passkey_renamed": _("Renamed a passkey"),
        "accounts.factor.reset": _("Took off the lost second factor of %(name)s"),
        "accounts.policy.set": _("Changed how people sign in"),
        "accounts.glass.named": _("Let %(name)s come in without the company's sign-in"),
        "accounts.glass.used": _("Came in without the company's sign-in"),
        "accounts.glass.taken": _("No longer lets %(name)s come in without the company's sign-in"),
        "accounts.invitation.accepted": _("Accepted the invitation"),
        "accounts.password.set": _("Set a password"),
        "accounts.sessions.ended": _("Signed %(name)s out on every device"),
        "accounts.person.invited": _("Invited %(name)s"),
        "accounts.person.uninvited": _("Took back the invitation of %(name)s before it was sent"),
    },
    details={
        "for": _("Who needs a second factor"),
        "from": _("From when on"),
        "only_company": _("Only the company's own sign-in opens"),
        "for_before": _("Who needed a second factor until then"),
        "from_before": _("From when on, until then"),
        "only_company_before": _("Only the company's own sign-in opened until then"),
    },
    values=dict(SignInPolicy.Whom.choices),
)
