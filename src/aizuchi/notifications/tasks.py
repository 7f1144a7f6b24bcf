"""What is on its way out. A job may run twice: mails about one's account do no harm twice, notices are claimed."""

import datetime
import smtplib
import uuid
from typing import Any

from django.utils import timezone
from django_tasks import task

from aizuchi.accounts.events import Weaker
from aizuchi.accounts.invitation_links import when_invited
from aizuchi.accounts.models import FactorReset
from aizuchi.accounts.operations.invitations import note_invitation
from aizuchi.kernel.jobs.each import FailedItems
from aizuchi.notifications.delivery import deliver
from aizuchi.notifications.mails import (
    address_changed,
    company_link,
    company_linked,
    confirm_address,
    domain_missing,
    entry_behind_glass,
    factor_left,
    factors_changed,
    factors_reset,
    invitation,
    links_ended,
    links_ended_for_administrators,
    new_password,
    policy_weakened,
    provider_changed,
    signed_out,
    stop_address,
)
from aizuchi.notifications.messages import CalendarPart, Message
from aizuchi.notifications.models import Notice
from aizuchi.notifications.outbox import deliver as deliver_notices
from aizuchi.notifications.outbox import hand_out, pick_up_stranded
from aizuchi.notifications.raising import find_notices
from aizuchi.people.models import AddressChange, Person
from aizuchi.single_sign_on.events import ChangedPart
from aizuchi.single_sign_on.models import IdentityProvider, ProviderAccount

KEEP = datetime.timedelta(days=60)  # longer than anything that is found again under the same key


@task()
def deliver_message(person_id: str, message: dict[str, Any]) -> None:
    if person := _find(person_id):
        part = message.get("calendar")
        told = Message(
            **{**message, "lines": tuple(message["lines"]), "calendar": CalendarPart(**part) if part else None}
        )
        deliver(person=person, message=told, now=timezone.now())


@task()
def deliver_invitation(person_id: str, invited_at: str = "") -> None:
    """The link is made here, so that it exists nowhere but in the mail. Nothing, once it was taken back or replaced."""
    person = _find(person_id)
    if person is None or not _still_invited(person, invited_at):
        return
    try:
        deliver(person=person, message=invitation(person), now=timezone.now())
    except smtplib.SMTPResponseException as refusal:
        _note_refusal(person, refusal, is_final=refusal.smtp_code >= 500)
    except smtplib.SMTPRecipientsRefused as refusal:
        _note_refusal(person, refusal, is_final=all(code >= 500 for code, _text in refusal.recipients.values()))
    else:
        note_invitation(person_id=person.pk, problem="", now=timezone.now())


def _still_invited(person: Person, invited_at: str) -> bool:
    """Jobs of an earlier version do not say which invitation they are."""
    asked = when_invited(person)
    return bool(asked) and invited_at in ("", asked) and not person.has_usable_password()


def _note_refusal(person: Person, refusal: Exception, *, is_final: bool) -> None:
    if not is_final:
        raise refusal
    note_invitation(person_id=person.pk, problem=type(refusal).__name__, now=timezone.now())


@task()
def deliver_password_link(person_id: str) -> None:
    if person := _find(person_id):
        deliver(person=person, message=new_password(person), now=timezone.now())


@task()
def deliver_factors_changed(person_id: str, what: str) -> None:
    if person := _find(person_id):
        deliver(person=person, message=factors_changed(person, what), now=timezone.now())


@task()
def deliver_entry_behind_glass(person_id: str, who_id: str, at: str) -> None:
    """To an administrator; to whoever came in as well, who may not know that it was not they."""
    person, who = _find(person_id), _find(who_id)
    if person and who:
        message = entry_behind_glass(person, who, datetime.datetime.fromisoformat(at))
        deliver(person=person, message=message, now=timezone.now())


@task()
def deliver_domain_missing(person_id: str, domain: str, provider_id: str, until: str) -> None:
    if person := _find(person_id):
        last = datetime.datetime.fromisoformat(until)
        deliver(person=person, message=domain_missing(person, domain, uuid.UUID(provider_id), last), now=timezone.now())


@task()
def deliver_factors_reset(person_id: str) -> None:
    """The link is made here, so that it exists nowhere but in the mail. Nothing, once new factors were set up."""
    reset = FactorReset.objects.filter(person=uuid.UUID(person_id)).select_related("person__organization").first()
    if reset:
        deliver(person=reset.person, message=factors_reset(reset), now=timezone.now())


@task()
def deliver_signed_out(person_id: str) -> None:
    if person := _find(person_id):
        deliver(person=person, message=signed_out(person), now=timezone.now())


@task()
def deliver_company_link(person_id: str, provider_id: str, mark: str) -> None:
    """The link is made here, so that it exists nowhere but in the mail."""
    person, provider = _find(person_id), _find_provider(provider_id)
    if person and provider:
        deliver(person=person, message=company_link(person, provider, mark), now=timezone.now())


@task()
def deliver_company_linked(account_id: str, address: str) -> None:
    """To the address they had when it was linked, whatever is written there by now."""
    found = ProviderAccount.objects.select_related("person__organization", "provider")
    if account := found.filter(pk=uuid.UUID(account_id)).first():
        deliver(person=account.person, message=company_linked(account), now=timezone.now(), to=address)


@task()
def deliver_links_ended(person_id: str, provider_id: str) -> None:
    person, provider = _find(person_id), _find_provider(provider_id)
    if person and provider:
        deliver(person=person, message=links_ended(person, provider), now=timezone.now())


@task()
def deliver_links_ended_to_administrators(person_id: str, provider_id: str, actor_id: str, people: int) -> None:
    person, actor = _find(person_id), Person.objects.filter(pk=uuid.UUID(actor_id)).first()
    provider = _find_provider(provider_id)
    if person and provider and actor:
        message = links_ended_for_administrators(person, provider, actor, people)
        deliver(person=person, message=message, now=timezone.now())


@task()
def deliver_factor_left(person_id: str, provider_id: str, actor_id: str) -> None:
    person, actor = _find(person_id), Person.objects.filter(pk=uuid.UUID(actor_id)).first()
    provider = _find_provider(provider_id)
    if person and provider and actor:
        deliver(person=person, message=factor_left(person, provider, actor), now=timezone.now())


@task()
def deliver_provider_changed(
    person_id: str, actor_id: str, provider_id: str, name: str, parts: list[str], added: list[str], removed: list[str]
) -> None:
    """Its name as it was then; it may be gone."""
    person, actor = _find(person_id), Person.objects.filter(pk=uuid.UUID(actor_id)).first()
    if person and actor:
        known = [ChangedPart(part) for part in parts]
        message = provider_changed(person, actor, _find_provider(provider_id), name, known, added, removed)
        deliver(person=person, message=message, now=timezone.now())


@task()
def deliver_policy_weakened(person_id: str, actor_id: str, weaker: list[str]) -> None:
    person, actor = _find(person_id), Person.objects.filter(pk=uuid.UUID(actor_id)).first()
    if person and actor:
        message = policy_weakened(person, actor, [Weaker(what) for what in weaker])
        deliver(person=person, message=message, now=timezone.now())


@task()
def deliver_address_change(change_id: str) -> None:
    """Both mails of a change that waits: the present address first, which can stop it."""
    found = AddressChange.objects.filter(pk=uuid.UUID(change_id), stopped_at=None)
    if change := found.select_related("person__organization", "asked_by").first():
        now = timezone.now()
        deliver(person=change.person, message=stop_address(change), now=now)
        deliver(person=change.person, message=confirm_address(change), now=now, to=change.address)


@task()
def deliver_address_changed(person_id: str, former: str) -> None:
    if person := _find(person_id):
        deliver(person=person, message=address_changed(person), now=timezone.now(), to=former)


@task(attempts=1)
def remind() -> None:
    """Every minute: writes down what is due, and hands out what may be told now."""
    now, aside = timezone.now(), FailedItems()
    find_notices(now=now, aside=aside)
    while hand_out(enqueue=deliver_batch.enqueue, now=now):
        pass
    aside.tell()


@task(timeout=datetime.timedelta(minutes=10))
def deliver_batch(delivery_ids: list[str]) -> int:
    return deliver_notices(delivery_ids=[uuid.UUID(key) for key in delivery_ids], clock=timezone.now)


@task()
def tidy_notices() -> None:
    """Every hour: what takes long to find, what was stranded, and what is so old that it cannot come up again."""
    now, aside = timezone.now(), FailedItems()
    find_notices(now=now, hourly=True, aside=aside)
    pick_up_stranded(enqueue=deliver_batch.enqueue, now=now)
    Notice.objects.filter(expires_at__lt=now - KEEP).delete()
    aside.tell()


def _find(person_id: str) -> Person | None:
    """Nobody, if they were erased in the meantime."""
    person: Person | None = Person.objects.select_related("organization").filter(pk=uuid.UUID(person_id)).first()
    return person


def _find_provider(provider_id: str) -> IdentityProvider | None:
    """None, if it was removed in the meantime."""
    provider: IdentityProvider | None = IdentityProvider.objects.filter(pk=uuid.UUID(provider_id)).first()
    return provider
