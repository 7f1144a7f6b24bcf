"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary
from aizuchi.single_sign_on.own_proof import MAIL_BOX, NEVER_USED, OWN_MEANS

AUDIT = AuditVocabulary(
    app="single_sign_on",
    label=_("Company sign-in"),
    actions={
        "single_sign_on.account.let_go": _("Let go of the company account of %(name)s"),
        "single_sign_on.account.linked": _("Came in by a company account for the first time"),
        "single_sign_on.account.unlinked": _("Unlinked the company account of %(name)s from their own account"),
        "single_sign_on.domain.confirmed": _("Confirmed a mail domain on the server itself"),
        "single_sign_on.domain.lost": _("A mail domain is proved no more: its record was missing for a week"),
        "single_sign_on.domain.proved": _("Proved a mail domain by its record"),
        "single_sign_on.provider.added": _("Entered a provider of company accounts"),
        "single_sign_on.provider.changed": _("Changed a provider of company accounts"),
        "single_sign_on.provider.removed": _("Removed a provider of company accounts"),
        "single_sign_on.provider.switched_off": _("Took a provider of company accounts off the sign-in page"),
        "single_sign_on.provider.switched_on": _("Put a provider of company accounts on the sign-in page"),
        "single_sign_on.provider.unlinked": _("Changed who vouches for company accounts: all links ended"),
        "single_sign_on.provider.tried": _("Tried a provider of company accounts, and came in"),
    },
    details={
        "provider": _("Provider"),
        "people": _("People"),
        "domain": _("Mail domain"),
        "proved_by": _("Proved by"),
        "asked_factor_itself": _("Asked for a second factor itself until then"),
        "asks_factor_itself": _("Asks for a second factor itself"),
    },
    values={
        NEVER_USED: _("Nothing: it was never used before"),
        OWN_MEANS: _("What opened the account until then"),
        MAIL_BOX: _("A link in a mail"),
    },
)
