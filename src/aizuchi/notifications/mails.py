"""The words of the mails that concern a person's own account."""

import datetime
import uuid
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.accounts.address_links import make_address_link
from aizuchi.accounts.events import Weaker
from aizuchi.accounts.factor_links import GOOD_FOR as FACTOR_LINK_GOOD_FOR
from aizuchi.accounts.factor_links import make_factor_link
from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.invitation_links import GOOD_FOR, make_invitation_link
from aizuchi.accounts.models import FactorReset
from aizuchi.accounts.password_links import make_password_link
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.people.models import AddressChange, Person
from aizuchi.single_sign_on.domain_proofs import record_name_of
from aizuchi.single_sign_on.events import ChangedPart
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount
from aizuchi.single_sign_on.waiting_links import make_mail_link, make_undo_link
from aizuchi.ui.formatting import format_date, format_time


def read_invitation_words(person: Person) -> tuple[str, tuple[str, ...]]:
    """Subject and sentences, for whoever wants to read it before it goes out; without the link."""
    message = invitation(person)
    return message.subject, (*message.lines, message.aside)


def invitation(person: Person) -> Message:
    by_company = wants_company_sign_in(person)
    with speaking_to(person):
        return Message(
            kind="invitation",
            subject=_("%(organization)s invites you to Aizuchi") % {"organization": person.organization.label},
            lines=(
                _("Aizuchi is where you prepare your 1on1s, hold them, and find again what you agreed on."),
                _("You come in with the account you have at work anyway.")
                if by_company
                else _("Choose a password, and you're in."),
            ),
            link=make_invitation_link(person),
            link_label=_("Come in") if by_company else _("Choose a password"),
            aside=_("This link is for you alone. It works once, within %(days)d days.") % {"days": GOOD_FOR.days},
        )


def confirm_address(change: AddressChange) -> Message:
    person = change.person
    with speaking_to(person):
        return Message(
            kind="confirm_address",
            subject=_("Is this your mail address in Aizuchi?"),
            lines=(
                _("%(organization)s wrote this address for you in Aizuchi.")
                % {"organization": person.organization.label},
                _("It takes the place of your present one as soon as you confirm it, signed in as you are used to.")
                if person.email
                else _("Confirm that mail arrives here. An administrator then asks you whether it was you."),
            ),
            link=make_address_link(change, "confirm"),
            link_label=_("Confirm this address"),
            aside=_("You don't know Aizuchi? Leave this mail as it is, and nothing happens."),
        )


def stop_address(change: AddressChange) -> Message:
    person = change.person
    with speaking_to(person):
        told = {
            "who": change.asked_by.polite_name if change.asked_by else person.organization.label,
            "address": change.address,
            "day": format_date(person.today(change.holds_by_itself_at)),
        }
        return Message(
            kind="stop_address",
            subject=_("Your mail address in Aizuchi is to change"),
            lines=(
                _("%(who)s wrote a new mail address for you: %(address)s.") % told,
                _("Is that right? A mail has gone there, too: confirm it, and the new address holds at once."),
                _("If not, stop it here. Otherwise it holds from %(day)s on, if somebody answers at the new address.")
                % told,
            ),
            link=make_address_link(change, "stop"),
            link_label=_("Stop the change"),
            aside=_("Until then everything stays as it is, and links for a new password come to this address only."),
        )


def address_changed(person: Person) -> Message:
    with speaking_to(person):
        told = {"address": person.email}
        return Message(
            kind="address_changed",
            subject=_("Your mail address in Aizuchi has changed"),
            lines=(
                _("From now on you sign in with %(address)s, and mails go there.") % told
                if person.email
                else _("This address is no longer kept in Aizuchi."),
            ),
            aside=_("You did not expect this? Please tell your administrator at once."),
        )


def _say_change(what: str) -> str:
    said: dict[str, str] = {
        "passkey_added": _("A passkey was added to your account."),
        "passkey_removed": _("A passkey was taken off your account."),
        "app_added": _("An authenticator app was set up for your account."),
        "app_removed": _("The authenticator app was taken off your account."),
        "codes_renewed": _("Your recovery codes were made anew."),
        "code_used": _("A recovery code was used to come in. It opens nothing any more."),
        "password_set": _("Your account has another password. All other devices were signed out."),
    }
    return said[what]


def factors_changed(person: Person, what: str) -> Message:
    with speaking_to(person):
        return Message(
            kind="factors_changed",
            subject=_("What protects your account in Aizuchi has changed"),
            lines=(_say_change(what),),
            link=absolute(reverse("security")),
            link_label=_("Look at sign-in and security"),
            aside=_("It wasn't you? Please change your password at once, and tell your administrator."),
        )


def entry_behind_glass(person: Person, who: Person, at: datetime.datetime) -> Message:
    with speaking_to(person):
        return Message(
            kind="entry_behind_glass",
            subject=_("%(name)s came into Aizuchi without the company's sign-in") % {"name": who.full_name},
            lines=(
                _("It was at %(when)s. This is meant for when the company's sign-in does not work.")
                % {"when": format_time(at)},
            ),
            link=absolute(reverse("people:audit")),
            link_label=_("Look at the record"),
            aside=_(
                "All administrators get this mail. Nobody knows of it? Then take that account from behind the glass."
            ),
        )


def domain_missing(person: Person, domain: str, provider_id: uuid.UUID, until: datetime.datetime) -> Message:
    with speaking_to(person):
        return Message(
            kind="domain_missing",
            subject=_("The record that proves %(domain)s is missing") % {"domain": domain},
            lines=(
                _("It is read in DNS every day, and today it was not there: %(record)s (TXT).")
                % {"record": record_name_of(domain)},
                _("If it is not back by %(day)s, addresses of this domain no longer lead to the company's sign-in.")
                % {"day": format_date(until)},
            ),
            link=absolute(reverse("single_sign_on:provider", args=[provider_id])),
            link_label=_("Look at the record to set"),
            aside=_("All administrators get this mail. Whoever has come in by the company account before still does."),
        )


def factors_reset(reset: FactorReset) -> Message:
    person = reset.person
    with speaking_to(person):
        return Message(
            kind="factors_reset",
            subject=_("Set up your second factor anew"),
            lines=(
                _("Your second factor in Aizuchi was taken off, because it was said to be lost. You are signed out."),
                _("Use this link, sign in as ever, and set up a new one. Nobody comes in as you without it."),
            ),
            link=make_factor_link(reset),
            link_label=_("Set up a new one"),
            aside=_("The link holds for %(days)d days. You lost nothing? Please tell your administrator at once.")
            % {"days": FACTOR_LINK_GOOD_FOR.days},
        )


def signed_out(person: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="signed_out",
            subject=_("You were signed out of Aizuchi on every device"),
            lines=(
                _("An administrator of your organization did this, to protect your account."),
                _("You can sign in again as ever. What you had not sent yet waits on your device until then."),
            ),
            link=absolute(reverse("security")),
            link_label=_("Sign in and look at who came in"),
            aside=_("A device was lost, or you saw a sign-in that wasn't yours? Please change your password as well."),
        )


def new_password(person: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="new_password",
            subject=_("Your way back into Aizuchi"),
            lines=(_("Choose a new password here, and you're back in."),),
            link=make_password_link(person),
            link_label=_("Choose a new password"),
            aside=_(
                "The link works once, for one day. If you didn't ask for it, leave it: your password stays as it is."
            ),
        )


def company_link(person: Person, provider: IdentityProvider, mark: str) -> Message:
    with speaking_to(person):
        return Message(
            kind="company_link",
            subject=_("Is this you? Link your company account to Aizuchi"),
            lines=(
                _("Somebody wants to come into your account with a company account: %(name)s.")
                % {"name": provider.name},
                _("Was it you? Then use this link in the same browser. Afterwards the company account is enough."),
            ),
            link=make_mail_link(person, mark),
            link_label=_("Yes, link it"),
            aside=_(
                "The link works for 30 minutes, in that browser only. "
                "It wasn't you? Leave this mail as it is, and tell your administrator."
            ),
        )


def company_linked(account: ProviderAccount) -> Message:
    person = account.person
    with speaking_to(person):
        return Message(
            kind="company_linked",
            subject=_("A company account now opens your account in Aizuchi"),
            lines=(
                _("From now on you can come in with this company account: %(name)s.") % {"name": account.provider.name},
                _("It was you? Then there is nothing to do."),
            ),
            link=make_undo_link(account),
            link_label=_("It wasn't me: unlink it"),
            aside=_(
                "Unlinking also ends all sessions of your account. The link works for 30 days; "
                "later you find it under “Sign-in and security”. Please tell your administrator, too."
            ),
        )


def links_ended(person: Person, provider: IdentityProvider) -> Message:
    with speaking_to(person):
        return Message(
            kind="links_ended",
            subject=_("Please show once more that it is you: your company account"),
            lines=(
                _("How your company's sign-in vouches for people was changed: %(name)s.") % {"name": provider.name},
                _("Your company account opens Aizuchi again once you have shown that it is you: we ask the next time."),
            ),
            link=absolute(reverse("account_login")),
            link_label=_("Sign in"),
            aside=_("Nobody at work told you of a change? Then please ask whoever looks after sign-in first."),
        )


def links_ended_for_administrators(person: Person, provider: IdentityProvider, actor: Person, people: int) -> Message:
    with speaking_to(person):
        return Message(
            kind="links_ended_for_administrators",
            subject=_("Who vouches for company accounts was changed"),
            lines=(
                _("%(who)s changed who vouches by this company sign-in: %(name)s.")
                % {"who": actor.full_name, "name": provider.name},
                ngettext(
                    "%(number)d person was linked to it. They are signed out, and show once more that it is them.",
                    "%(number)d people were linked to it. They are signed out, and show once more that it is them.",
                    people,
                )
                % {"number": people},
            ),
            link=absolute(reverse("single_sign_on:provider", args=[provider.pk])),
            link_label=_("Look at the settings"),
            aside=_("All administrators get this mail. Nobody knows of it? Then take it off the sign-in page at once."),
        )


def factor_left(person: Person, provider: IdentityProvider, actor: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="factor_left",
            subject=_("A company sign-in now counts as the second factor, too"),
            lines=(
                _("%(who)s set this about the company sign-in: %(name)s.")
                % {"who": actor.full_name, "name": provider.name},
                _("It says that it asks for a second factor itself, so whoever comes by it is asked for none here."),
            ),
            link=absolute(reverse("single_sign_on:provider", args=[provider.pk])),
            link_label=_("Look at the settings"),
            aside=_("All administrators get this mail. It does not ask for one? Then please take the setting back."),
        )


def _say_part(part: ChangedPart) -> str:
    said: dict[ChangedPart, str] = {
        ChangedPart.SWITCHED_ON: _("It stands on the sign-in page from now on."),
        ChangedPart.SWITCHED_OFF: _("It is off the sign-in page now."),
        ChangedPart.REMOVED: _("It was removed, and whoever came in by it is signed out."),
        ChangedPart.ASKED_WHERE: _("Another provider is asked: its issuer, client ID or metadata address changed."),
        ChangedPart.SENT_WHERE: _("Browsers are sent to another address to sign in."),
        ChangedPart.READ_HOW: _("Who somebody is, their mail address or their groups are read in another way."),
        ChangedPart.ANOTHER_SECRET: _("Another client secret was entered."),
        ChangedPart.CERTIFICATES: _("Other certificates than before prove its answers."),
    }
    return said[part]


def provider_changed(
    person: Person,
    actor: Person,
    provider: IdentityProvider | None,
    name: str,
    parts: Collection[ChangedPart],
    added: Collection[str],
    removed: Collection[str],
) -> Message:
    """The provider itself, unless it is gone."""
    with speaking_to(person):
        lines = [_("%(who)s changed this company sign-in: %(name)s.") % {"who": actor.full_name, "name": name}]
        lines += [_say_part(part) for part in parts]
        if added:
            lines.append(_("Mail domains that were added: %(domains)s.") % {"domains": ", ".join(added)})
        if removed:
            lines.append(_("Mail domains that were taken out: %(domains)s.") % {"domains": ", ".join(removed)})
        page = (
            reverse("single_sign_on:provider", args=[provider.pk]) if provider else reverse("single_sign_on:providers")
        )
        return Message(
            kind="provider_changed",
            subject=_("A company sign-in of your organization was changed"),
            lines=tuple(lines),
            link=absolute(page),
            link_label=_("Look at the settings"),
            aside=_("All administrators get this mail. Nobody knows of it? Then please take the change back."),
        )


def policy_weakened(person: Person, actor: Person, weaker: Collection[Weaker]) -> Message:
    with speaking_to(person):
        told = {
            Weaker.FACTOR: _("Fewer people are asked for a second factor than before, or only later."),
            Weaker.COMPANY: _("Passwords and passkeys of Aizuchi open again, beside the company's sign-in."),
            Weaker.GLASS: _("A further administrator comes in without the company's sign-in."),
        }
        return Message(
            kind="policy_weakened",
            subject=_("Less is asked of those who sign in to Aizuchi"),
            lines=(
                _("%(who)s changed how people sign in.") % {"who": actor.full_name},
                *(told[what] for what in weaker),
            ),
            link=absolute(reverse("accounts:policy")),
            link_label=_("Look at the settings"),
            aside=_("All administrators get this mail. Nobody knows of it? Then please take the change back."),
        )
