"""What somebody has to show of their own before a company account is linked to theirs for the first time."""

import datetime
from dataclasses import dataclass

from aizuchi.accounts.glass import wants_company_sign_in
from aizuchi.accounts.policies import LED
from aizuchi.accounts.queries.factors import has_second_factor
from aizuchi.kernel.limits import Limit
from aizuchi.people.models import Person
from aizuchi.people.policies import roles_of
from aizuchi.single_sign_on.models import ProviderAccount

NEVER_USED, OWN_MEANS, MAIL_BOX = "never_used", "own_means", "mail_box"
"""By what it was linked, for the record."""
LINK_MAILS = Limit(name="company_link.mail", most=5, per=datetime.timedelta(hours=1))


@dataclass(frozen=True)
class WaysToProve:
    by_own_means: bool
    """They come in as they did until now, second factor and all."""
    by_mail: bool


def needs_own_proof(person: Person, *, will_lead: bool, now: datetime.datetime) -> bool:
    """A provider is entered by one administrator: its word alone opens what nobody used yet and nobody leads by.

    `will_lead`, here and below: what the provider says just now makes them an administrator or HR.
    """
    return will_lead or _was_used(person) or _leads(person, now)


def still_wants_proof(person: Person, *, will_lead: bool, now: datetime.datetime) -> bool:
    """Linked by a provider's word when nobody used the account, and it leads by now.

    Whatever else opens it may be theirs who came then, so only the mail box tells whose it is.
    """
    leads = will_lead or _leads(person, now)
    return leads and ProviderAccount.objects.filter(person=person, proved_by=NEVER_USED).exists()


def opens_by_word_alone(account: ProviderAccount, *, will_lead: bool = False, now: datetime.datetime) -> bool:
    """And must not: whose it is leads by now."""
    return account.proved_by == NEVER_USED and (will_lead or _leads(account.person, now))


def ways_to_prove(person: Person, *, will_lead: bool, now: datetime.datetime) -> WaysToProve:
    """Who has a second factor, or leads, does not get by with less than they have: unless it opens nothing any more."""
    if still_wants_proof(person, will_lead=will_lead, now=now):
        return WaysToProve(False, bool(person.email))
    only_company = wants_company_sign_in(person)
    has_means = person.has_usable_password() or has_second_factor(person)
    own = (has_means and not only_company) or _comes_by_another(person)
    has_much = will_lead or _leads(person, now) or has_second_factor(person)
    return WaysToProve(own, bool(person.email) and (not own or not has_much))


def _leads(person: Person, now: datetime.datetime) -> bool:
    return not LED.isdisjoint(roles_of(person, on=person.today(now)))


def _was_used(person: Person) -> bool:
    return (
        person.has_usable_password()
        or person.last_login is not None
        or has_second_factor(person)
        or ProviderAccount.objects.filter(person=person).exists()
    )


def _comes_by_another(person: Person) -> bool:
    return ProviderAccount.objects.filter(person=person, provider__is_on=True).exists()
