"""Why somebody was not let in, in words for whoever looks after the provider: what was found, and what to do there."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.single_sign_on.refusals import NotLetIn

_KINDS: dict[str, str | Promise] = {
    "odd": _("An answer did not pass our checks."),
    "silent": _("The provider did not answer."),
    "not_understood": _("The provider said something we do not understand."),
    "not_set_up": _("The provider and this site are not set up for each other rightly."),
    "forbidden_address": _("The provider lies at an address that may not be asked from here."),
    "proof_refused": _("A signature, issuer or audience was not the one we expect."),
    "clock": _("A proof had run out or was not good yet: look at both clocks."),
    "used_before": _("A proof came a second time."),
    "not_begun_here": _("Somebody came back in another browser, or too late."),
    "cancelled": _("The provider let somebody not in, or they turned back."),
    "certificate_ended": _("The certificate has ended."),
    "nobody_known": _("Somebody came whom nobody here knows by that address."),
    "address_unproved": _("The provider did not say that a mail address is proved."),
    "address_of_others": _("An address came that is of none of the provider's domains."),
    "linked_to_another": _("Somebody came with another account than before."),
    "never_linked": _("Somebody came whose account here is for when the company's sign-in does not work."),
    "tried_as_another": _(
        "The company account that came back is not yours, so it proves nothing about you. "
        "Sign out at the provider, or use a private window, and try again with your own."
    ),
    "gone": _("Somebody came who has left."),
    "encrypted": _("The provider encrypts its assertions: switch that off there. They have to be signed only."),
    "saml_missing": _(
        "This server cannot speak SAML yet. Whoever runs it installs it with: pip install 'aizuchi[saml]'"
    ),
}

# Details of refusals; whatever has no words of its own is told by its kind.
_FAULTS: dict[str, str | Promise] = {
    # asking it
    "unknown_host": _("There is no server of that name. Please look at the address."),
    "no_answer": _(
        "Nobody answered at that address. Please look whether name and port are right, "
        "whether something runs there, and whether a firewall keeps this server from it."
    ),
    "not_trusted": _(
        "The provider's TLS certificate cannot be trusted: it has ended, is for another name, or was issued by "
        "somebody this server does not know. It is mended at the provider."
    ),
    "too_long": _("The provider's answer is longer than 512 KB, so we did not read it. Please look at the address."),
    "status": _("The provider answered with an error, or sends on to another address. Please look at the address."),
    "in_trouble": _("The provider says that it has trouble itself. Please try again in a few minutes."),
    # OpenID Connect
    "no_description": _(
        "There is no description of an OpenID Connect provider below that address. "
        "Please enter the issuer just as the provider's own page shows it."
    ),
    "description_above": _(
        "There is no description of an OpenID Connect provider below that address, but there is one further up. "
        "Please enter the address found, if it is the provider you mean."
    ),
    "issuer_differs": _(
        "The provider calls itself otherwise than the issuer entered here. Please enter what it calls itself."
    ),
    "client_refused": _(
        "The provider does not accept our client ID or client secret (invalid_client). Please enter both anew: "
        "the secret may have ended, or its name was copied instead of its value."
    ),
    "grant_refused": _(
        "The provider does not allow this client to sign people in by a code (unauthorized_client). "
        "Please allow “Authorization Code” for it there."
    ),
    "code_refused": _(
        "The provider takes its own code back no more (invalid_grant). Please try again. If it stays so, compare "
        "the address to come back to with the one entered there, and whether PKCE is allowed."
    ),
    "scope_refused": _(
        "The provider does not know what we ask for (invalid_scope). Please allow openid, email and profile there."
    ),
    "request_refused": _(
        "The provider refuses our request (invalid_request). Please compare the address to come back to "
        "and the client ID with those entered there."
    ),
    "userinfo_refused": _(
        "The provider did not tell the mail address when asked for it. "
        "Please put “email” into the ID token there, or allow the client to ask for user info."
    ),
    "no_keys": _("The provider shows no key for signatures that we know. It has to sign with RSA or EC keys."),
    "iss": _("What came back was issued by somebody else than the issuer entered here."),
    "aud": _("What came back is for another client. Please compare the client ID."),
    "azp": _("What came back is for another client. Please compare the client ID."),
    "alg": _("The ID token is signed in a way that we do not take. Please choose RS256 or ES256 there."),
    "no token": _("The provider gave no ID token. Please allow the scope “openid” for this client there."),
    "auth_time": _("The provider does not say when somebody last showed who they are (auth_time)."),
    "email_verified": _(
        "The provider did not say that the mail address is proved (email_verified). Where it is the company's own, "
        "switch on here that its addresses count as proved."
    ),
    "no_address": _("No mail address came along. Please let the provider send it under the name entered here."),
    # SAML
    "signature": _("The signature does not fit the keys of the provider. Has it got another certificate?"),
    "unsigned assertion": _(
        "The assertion is not signed. Please have the provider sign assertions, not only responses."
    ),
    "algorithm": _("It is signed in a way that is broken or unknown, such as SHA-1. Please choose RSA-SHA256 there."),
    "issuer": _("The assertion was issued by somebody else than the provider whose metadata were read."),
    "audience": _("The assertion is for another name than ours. Please enter our name (entity ID) there."),
    "no audience": _("The assertion does not say whom it is for. Please enter our name (entity ID) there."),
    "destination": _("The answer was meant for another address. Please enter the address to come back to there."),
    "recipient": _("The answer was meant for another address. Please enter the address to come back to there."),
    "uid": _("The attribute that never changes did not come along, or has several values. Please look at its name."),
    "metadata_page": _(
        "That is a web page, and not the provider's metadata (XML). Please copy the address from which the metadata "
        "are downloaded, or paste what is in the file."
    ),
    "metadata_odd": _(
        "These are no metadata: they cannot be read as XML, or only in part. Were they copied as a whole?"
    ),
    "metadata_ended": _("These metadata were valid until a moment that has passed. Please download them anew."),
    "no_provider": _(
        "These are no metadata of a provider: the part about signing people in (IDPSSODescriptor) is missing."
    ),
    "service_metadata": _(
        "These are the metadata of a service such as this one, not those of the provider: "
        "the part about signing people in (IDPSSODescriptor) is missing."
    ),
    "several_providers": _(
        "These metadata describe several providers, as those of a federation do. "
        "Please enter the metadata of your own provider alone."
    ),
    "no_entity_id": _("The metadata do not say what the provider calls itself (entityID)."),
    "no_redirect": _(
        "The metadata name no address to which browsers may be sent on (SingleSignOnService with HTTP-Redirect). "
        "Please allow that at the provider."
    ),
    "odd_sign_in_url": _("The address for signing in that the metadata name does not begin with https://."),
    "no_certificate": _(
        "The metadata name no certificate for signatures (KeyDescriptor for “signing”), so nothing could be verified."
    ),
    "odd_certificate": _("A certificate in the metadata cannot be read, or its key is too short (RSA: 2048 bits)."),
    "settings_lost": _(
        "What is kept sealed of this provider cannot be opened any more. Please enter its secret or metadata anew."
    ),
    "changed_meanwhile": _("The settings were changed while it was being tried. Please try once more."),
}
LABELS = _KINDS | _FAULTS
_TOLD_WITH_WHERE = {"unknown_host", "no_answer", "status", "no_description"}


def name_problem(refusal: NotLetIn) -> str:
    """What is kept of it: the most exact kind of fault that there are words for."""
    return refusal.detail if refusal.detail in _FAULTS else refusal.code


def say_for_administrators(refusal: NotLetIn) -> str:
    said = str(LABELS.get(name_problem(refusal), refusal.sentence))
    if not refusal.found:
        return said
    if refusal.detail in _TOLD_WITH_WHERE:
        return str(_("%(said)s Asked: %(address)s") % {"said": said, "address": refusal.found})
    return str(_("%(said)s Found: %(found)s") % {"said": said, "found": refusal.found})
