"""Why somebody is not let in, in words for that person; for whoever looks after the provider see `labels`."""

from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person

LONGEST_SHOWN = 200


class NotLetIn(Refusal):
    code = "odd"
    sentence: str | Promise = _("Your company account's answer did not pass our checks, so nobody was signed in.")
    advice: str | Promise = _(
        "Please begin again. If it happens twice, tell whoever looks after sign-in where you work."
    )

    def __init__(self, detail: str = "", *, found: str = "") -> None:
        """`detail` goes into the log: a kind of fault, never a word of the answer.

        `found` is for whoever enters or tries the provider just now, and kept nowhere.
        """
        super().__init__()
        self.detail = detail
        self.found = found[:LONGEST_SHOWN]
        self.person: Person | None = None

    def of(self, person: Person) -> Self:
        """Whose account it is about, where that is known: it goes into the record of their sign-ins."""
        self.person = person
        return self


class ProviderSilent(NotLetIn):
    code = "silent"
    sentence = _("Your company's sign-in does not answer at the moment.")
    advice = _("Please try again in a few minutes.")


class ProviderOdd(NotLetIn):
    code = "not_understood"
    sentence = _("Your company's sign-in said something we do not understand, so nobody was signed in.")


class NotSetUp(NotLetIn):
    code = "not_set_up"
    sentence = _("Your company's sign-in and this site are not set up for each other rightly. Nobody was signed in.")
    advice = _("Please tell whoever looks after sign-in where you work: only they can mend it.")


class ProviderForbidden(NotLetIn):
    code = "forbidden_address"
    sentence = _("Your company's sign-in lies at an address that may not be asked from here.")


class ProofBroken(NotLetIn):
    code = "proof_refused"


class ClocksApart(NotLetIn):
    code = "clock"
    sentence = _("What your company account vouched for has run out, or is not good yet. Nobody was signed in.")
    advice = _("Please begin again. If it happens twice, the two clocks are apart: tell whoever looks after sign-in.")


class UsedBefore(NotLetIn):
    code = "used_before"
    sentence = _("This sign-in was used once already, so it opens nothing any more.")
    advice = _("Please begin again.")


class NotBegunHere(NotLetIn):
    code = "not_begun_here"
    sentence = _("This sign-in was not begun in this browser, or too long ago.")
    advice = _("Please begin again, and stay in this window.")


class Cancelled(NotLetIn):
    code = "cancelled"
    sentence = _("Your company account let nobody in.")
    advice = _("You can begin again, or choose another way.")


class CertificateEnded(NotLetIn):
    code = "certificate_ended"
    sentence = _("The certificate of your company's sign-in has ended, so it can vouch for nobody.")
    advice = _("Please tell whoever looks after sign-in where you work: they enter the new one in a minute.")


class NobodyKnown(NotLetIn):
    code = "nobody_known"
    sentence = _("Your company account is fine, but nobody here goes by its address yet.")
    advice = _("HR adds people here. Ask them to add you, with the address of your company account.")


class AddressUnproved(NotLetIn):
    code = "address_unproved"
    sentence = _(
        "Your company account does not say that your mail address is really yours, so we cannot tell who you are."
    )
    advice = _("Confirm the address there, or ask whoever looks after sign-in where you work.")


class AddressOfOthers(NotLetIn):
    code = "address_of_others"
    sentence = _("This company account cannot vouch for addresses like yours.")
    advice = _("Ask whoever looks after sign-in where you work to look at its mail domains.")


class LinkedToAnother(NotLetIn):
    code = "linked_to_another"
    sentence = _("You have come in by another company account before, so this one opens nothing.")
    advice = _("Was your company account made anew? An administrator here can let go of the earlier one.")


class TriedAsAnother(NotLetIn):
    """Only whoever began a trial can end it."""

    code = "tried_as_another"


class NeverLinked(NotLetIn):
    code = "never_linked"
    sentence = _("This account comes in without the company's sign-in, for when that does not work.")
    advice = _("Please use your password or your passkey.")


class TooManyBegun(NotLetIn):
    code = "too_many_begun"
    sentence = _("That was many tries in a row from where you are.")
    advice = _("Please wait ten minutes, then begin again.")


class GoneFromHere(NotLetIn):
    code = "gone"
    sentence = _("The account here is closed since its owner's last day.")
    advice = _("If you are back, HR can open it again.")


class Encrypted(NotLetIn):
    code = "encrypted"
    sentence = _("Your company's sign-in encrypts what it vouches for, and we cannot read that.")
    advice = _(
        "Please tell whoever looks after sign-in where you work: there, assertions are to be signed but not encrypted. "
        "On the way, https keeps them anyway."
    )


class SamlMissing(NotLetIn):
    code = "saml_missing"
    sentence = _("This server cannot speak SAML yet.")
    advice = _("Whoever runs it installs it with: pip install 'aizuchi[saml]'")
