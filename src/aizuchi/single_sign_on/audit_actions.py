"""What this app writes into the record, in words."""

from django.utils.translation import gettext_lazy as _

from aizuchi.audit.vocabulary import AuditVocabulary
from aizuchi.single_sign_on.operations.provider_change import SECRET_USED, SECRET_WAITS
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
        "name_before": _("Provider, until then"),
        "name": _("Provider, from now on"),
        "issuer_before": _("Issuer until then"),
        "issuer": _("Issuer"),
        "client_id_before": _("Client ID until then"),
        "client_id": _("Client ID"),
        "client_secret": _("Client secret"),
        "metadata_url_before": _("Address of the metadata until then"),
        "metadata_url": _("Address of the metadata"),
        "sign_in_url_before": _("Where browsers were sent until then"),
        "sign_in_url": _("Where browsers are sent"),
        "uid_name_before": _("Attribute that never changes, until then"),
        "uid_name": _("Attribute that never changes"),
        "mail_name_before": _("Attribute with the mail address until then"),
        "mail_name": _("Attribute with the mail address"),
        "groups_name_before": _("Name of the claim with groups until then"),
        "groups_name": _("Name of the claim with groups"),
        "trusts_addresses_before": _("Its mail addresses counted as proved until then"),
        "trusts_addresses": _("Its mail addresses count as proved"),
        "accepts_unasked_before": _("Sign-in could begin at the provider until then"),
        "accepts_unasked": _("Sign-in may begin at the provider"),
        "domains_before": _("Mail domains until then"),
        "domains": _("Mail domains"),
        "certificates_before": _("Certificates until then (SHA-256)"),
        "certificates": _("Certificates (SHA-256)"),
    },
    values={
        NEVER_USED: _("Nothing: it was never used before"),
        OWN_MEANS: _("What opened the account until then"),
        MAIL_BOX: _("A link in a mail"),
        SECRET_WAITS: _("Another one, which waits for its trial"),
        SECRET_USED: _("Another one"),
    },
)
