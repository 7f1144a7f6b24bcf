"""What follows from events of other rooms; joined in `config/wiring.py`."""

from typing import Any

from aizuchi.accounts.events import (
    CameInBehindGlass,
    FactorsChanged,
    FactorsReset,
    PasswordForgotten,
    PersonInvited,
    PolicyWeakened,
    SignedOutByOther,
)
from aizuchi.accounts.invitation_links import is_invited
from aizuchi.kernel.events import Event
from aizuchi.notifications.tasks import (
    deliver_address_change,
    deliver_address_changed,
    deliver_company_link,
    deliver_company_linked,
    deliver_domain_missing,
    deliver_entry_behind_glass,
    deliver_factor_left,
    deliver_factors_changed,
    deliver_factors_reset,
    deliver_invitation,
    deliver_links_ended,
    deliver_links_ended_to_administrators,
    deliver_password_link,
    deliver_policy_weakened,
    deliver_provider_changed,
    deliver_signed_out,
)
from aizuchi.people.events import AddressAsked, AddressChanged
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.address import can_sign_in
from aizuchi.people.operations.administrators import list_administrators
from aizuchi.single_sign_on.events import (
    AccountLinked,
    DomainMissing,
    FactorLeftToProvider,
    LinkAskedFor,
    LinksEnded,
    ProviderChanged,
)
from aizuchi.single_sign_on.models import IdentityProvider


def mail_invitation(event: PersonInvited) -> None:
    deliver_invitation.using(run_after=event.due_at).enqueue(str(event.person_id), event.at.isoformat())


def mail_password_link(event: PasswordForgotten) -> None:
    deliver_password_link.enqueue(str(event.person_id))


def mail_change_of_factors(event: FactorsChanged) -> None:
    deliver_factors_changed.enqueue(str(event.person_id), event.what)


def mail_entry_behind_glass(event: CameInBehindGlass) -> None:
    person = Person.objects.select_related("organization").get(pk=event.person_id)
    told = (str(event.person_id), event.at.isoformat())
    _tell_administrators(deliver_entry_behind_glass, person.organization, event, *told)


def mail_missing_domain(event: DomainMissing) -> None:
    provider = IdentityProvider.objects.select_related("organization").get(pk=event.provider_id)
    told = (event.domain, str(provider.pk), event.until.isoformat())
    _tell_administrators(deliver_domain_missing, provider.organization, event, *told)


def mail_factor_link(event: FactorsReset) -> None:
    deliver_factors_reset.enqueue(str(event.person_id))


def mail_signing_out(event: SignedOutByOther) -> None:
    deliver_signed_out.enqueue(str(event.person_id))


def mail_both_addresses(event: AddressAsked) -> None:
    deliver_address_change.enqueue(str(event.change_id))


def tell_former_address(event: AddressChanged) -> None:
    """Who was never asked in has not heard of us, and nothing opens for them."""
    if event.former and _can_come_in(Person.objects.get(pk=event.person_id)):
        deliver_address_changed.enqueue(str(event.person_id), event.former)


def mail_company_link(event: LinkAskedFor) -> None:
    deliver_company_link.enqueue(str(event.person_id), str(event.provider_id), event.mark)


def tell_of_company_account(event: AccountLinked) -> None:
    if event.address:
        deliver_company_linked.enqueue(str(event.account_id), event.address)


def _can_come_in(person: Person) -> bool:
    return can_sign_in(person) or is_invited(person)


def tell_of_ended_links(event: LinksEnded) -> None:
    """All administrators, and everybody who has to show once more that it is them."""
    provider, actor = str(event.provider_id), str(event.actor_id)
    organization = IdentityProvider.objects.select_related("organization").get(pk=event.provider_id).organization
    _tell_administrators(deliver_links_ended_to_administrators, organization, event, provider, actor, len(event.people))
    for person in event.people:
        deliver_links_ended.enqueue(str(person), provider)


def tell_of_factor_left(event: FactorLeftToProvider) -> None:
    provider = IdentityProvider.objects.select_related("organization").get(pk=event.provider_id)
    _tell_administrators(deliver_factor_left, provider.organization, event, str(provider.pk), str(event.actor_id))


def tell_of_changed_provider(event: ProviderChanged) -> None:
    organization = Organization.objects.get(pk=event.organization_id)
    told = (str(event.actor_id), str(event.provider_id), event.name, list(event.parts))
    domains = (list(event.added_domains), list(event.removed_domains))
    _tell_administrators(deliver_provider_changed, organization, event, *told, *domains)


def tell_of_weaker_policy(event: PolicyWeakened) -> None:
    organization = Organization.objects.get(pk=event.organization_id)
    _tell_administrators(deliver_policy_weakened, organization, event, str(event.actor_id), list(event.weaker))


def _tell_administrators(job: Any, organization: Organization, event: Event, *told: Any) -> None:
    """Each by a job of their own: the person first, then what is told."""
    for administrator in list_administrators(organization, on=organization.today(event.at)):
        job.enqueue(str(administrator), *told)
