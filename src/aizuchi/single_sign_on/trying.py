"""Whether a provider lets an administrator in before others have to rely on it."""

import datetime

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.people.models import Person
from aizuchi.single_sign_on.models import FirstProvider, IdentityProvider, PendingSignIn
from aizuchi.single_sign_on.policies import may_keep_providers
from aizuchi.single_sign_on.refusals import NotBegunHere, TriedAsAnother
from aizuchi.single_sign_on.sealed_settings import open_settings, seal_settings


@transaction.atomic
def note_trial(*, tried: IdentityProvider, pending: PendingSignIn, person: Person, now: datetime.datetime) -> None:
    """Raises TriedAsAnother, and NotBegunHere where the settings are others by now."""
    provider = IdentityProvider.objects.select_for_update().get(pk=tried.pk)
    actor = pending.person
    is_as_tried = provider.version == tried.version and bytes(provider.sealed) == bytes(tried.sealed)
    if actor is None or not is_as_tried:
        raise NotBegunHere("changed_meanwhile")
    if actor.pk != person.pk or not may_keep_providers(person, person.organization, on=person.organization.today(now)):
        raise TriedAsAnother(found=person.full_name)
    provider.tried_at, provider.tried_by, provider.problem = now, person, ""
    _use_next_secret(provider, now=now)
    provider.save(update_fields=["tried_at", "tried_by", "problem", "sealed"])
    _note_first(provider)
    record(
        organization_id=provider.organization_id,
        actor=person,
        action="single_sign_on.provider.tried",
        subject_id=provider.pk,
        now=now,
    )


def _use_next_secret(provider: IdentityProvider, *, now: datetime.datetime) -> None:
    settings = open_settings(provider)
    if settings.next_client_secret:
        seal_settings(provider, settings.using(settings.next_client_secret), now=now)


def _note_first(provider: IdentityProvider) -> None:
    domains = provider.domains.values_list("domain", flat=True)
    FirstProvider.objects.bulk_create(
        [
            FirstProvider(organization_id=provider.organization_id, domain=domain, provider_key=provider.pk)
            for domain in domains
        ],
        ignore_conflicts=True,
    )
