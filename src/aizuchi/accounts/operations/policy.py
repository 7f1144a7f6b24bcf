"""How an organization's people sign in: said by an administrator, who cannot thereby lock everybody out."""

import datetime
import uuid
from collections.abc import Collection
from copy import copy
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.events import NamedBehindGlass, PolicyWeakened, Weaker
from aizuchi.accounts.models import BreakGlassAccount, Session, SignInPolicy
from aizuchi.accounts.operations.sessions import Why, end_sessions, end_sessions_begun_here
from aizuchi.accounts.policies import Whom, may_set_sign_in_policy, must_have_factor
from aizuchi.accounts.queries.factors import FACTORS, Type, has_second_factor
from aizuchi.accounts.queries.policy import policy_of
from aizuchi.accounts.ways import has_company_let_in
from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.administrators import list_administrators

FARTHEST = datetime.timedelta(days=366)


class NotYet(Refusal):
    sentence = _("Please leave people at least until tomorrow to set it up.")
    field = "second_factor_from"


class TooFarAhead(Refusal):
    sentence = _("Please choose a day within a year.")
    field = "second_factor_from"


class OwnFactorFirst(Refusal):
    sentence = _("Please set up your own second factor first: then it is certain that somebody can come in.")
    field = "second_factor_for"


class NobodyBehindGlass(Refusal):
    sentence = _(
        "Please choose an administrator who has a password or a passkey here, and a second factor: "
        "they come in when the company's sign-in does not work."
    )
    field = "glass"


class TryCompanyFirst(Refusal):
    sentence = _(
        "Please try the company's sign-in yourself first, on its page: then it is certain that it lets people in."
    )
    field = "only_company_sign_in"


@transaction.atomic
def set_sign_in_policy(
    *,
    actor: Person,
    second_factor_for: str,
    second_factor_from: datetime.date | None,
    only_company_sign_in: bool,
    glass: Collection[uuid.UUID],
    now: datetime.datetime,
    current_key: str | None = None,
) -> SignInPolicy:
    """`glass`: administrators who come in by themselves. Raises the refusals above; the rest is as it was then.

    Where only the company's sign-in opens from now on, sessions that began otherwise end, but that of `current_key`;
    so do those of whoever is taken from behind the glass.
    """
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    today = organization.today(now)
    require(may_set_sign_in_policy(actor, organization, on=today))
    policy = policy_of(organization.pk)
    begins_on = None if second_factor_for == Whom.NOBODY else second_factor_from
    _check_days(policy, second_factor_for, begins_on, today)
    if second_factor_for != Whom.NOBODY and not has_second_factor(actor):
        raise OwnFactorFirst
    if only_company_sign_in and not policy.only_company_sign_in and not has_company_let_in(actor):
        raise TryCompanyFirst
    named, taken = _name_behind_glass(organization, glass, actor=actor, only_company=only_company_sign_in, now=now)
    before = copy(policy)
    policy.second_factor_for, policy.second_factor_from = second_factor_for, begins_on
    policy.only_company_sign_in = only_company_sign_in
    policy.save()
    if only_company_sign_in:
        is_new = not before.only_company_sign_in
        end_sessions_begun_here(_list_before_the_glass(organization) if is_new else taken, keep=current_key)
    record(
        organization_id=organization.pk,
        actor=actor,
        action="accounts.policy.set",
        subject_id=None,
        now=now,
        detail={**_describe(policy), **{f"{key}_before": value for key, value in _describe(before).items()}},
    )
    weaker = _find_weaker(before, policy, names_further=bool(named))
    if weaker:
        events.publish(PolicyWeakened(organization_id=organization.pk, weaker=weaker, actor_id=actor.pk, at=now))
    return policy


def _describe(policy: SignInPolicy) -> dict[str, Any]:
    return {
        "for": policy.second_factor_for,
        "from": policy.second_factor_from,
        "only_company": policy.only_company_sign_in,
    }


def _find_weaker(before: SignInPolicy, after: SignInPolicy, *, names_further: bool) -> tuple[Weaker, ...]:
    """Further accounts behind glass count where others already have to come by the company's sign-in."""
    found = {
        Weaker.FACTOR: _asks_less(before, after),
        Weaker.COMPANY: before.only_company_sign_in and not after.only_company_sign_in,
        Weaker.GLASS: before.only_company_sign_in and after.only_company_sign_in and names_further,
    }
    return tuple(what for what, is_so in found.items() if is_so)


def _asks_less(before: SignInPolicy, after: SignInPolicy) -> bool:
    """Of fewer people, or of the same ones later."""
    if before.second_factor_from is None or after.second_factor_from is None:
        return before.second_factor_for != Whom.NOBODY and after.second_factor_for == Whom.NOBODY
    widths = [Whom.NOBODY, Whom.ADMINISTRATORS_AND_HR, Whom.EVERYBODY]
    is_narrower = widths.index(Whom(after.second_factor_for)) < widths.index(Whom(before.second_factor_for))
    return is_narrower or after.second_factor_from > before.second_factor_from


def end_sessions_without_factor(*, now: datetime.datetime) -> int:
    """Once the grace is over: whoever came in before that and has none sets one up when they next come in."""
    ended = 0
    for policy in SignInPolicy.objects.exclude(second_factor_for=Whom.NOBODY).select_related("organization"):
        on = policy.organization.today(now)
        if policy.second_factor_from and policy.second_factor_from <= on:
            ended += sum(_end_early_sessions(person, policy) for person in _list_without(policy, on))
    return ended


def _check_days(policy: SignInPolicy, whom: str, begins_on: datetime.date | None, today: datetime.date) -> None:
    stays = (policy.second_factor_for, policy.second_factor_from) == (whom, begins_on)
    if whom == Whom.NOBODY or stays:
        return
    if begins_on is None or begins_on <= today:
        raise NotYet
    if begins_on > today + FARTHEST:
        raise TooFarAhead


def _name_behind_glass(
    organization: Organization,
    glass: Collection[uuid.UUID],
    *,
    actor: Person,
    only_company: bool,
    now: datetime.datetime,
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Who is from now on and was not before, and who was and is no more."""
    standing = list_administrators(organization, on=organization.today(now))
    chosen = {person.pk: person for person in Person.objects.filter(pk__in=standing & set(glass))}
    if only_company and not any(_comes_in_alone(person) for person in chosen.values()):
        raise NobodyBehindGlass
    before = set(BreakGlassAccount.objects.filter(person__organization=organization).values_list("person", flat=True))
    named, taken = chosen.keys() - before, before - chosen.keys()
    BreakGlassAccount.objects.filter(person__in=taken).delete()
    BreakGlassAccount.objects.bulk_create([BreakGlassAccount(person_id=key, named_at=now) for key in named])
    for action, keys in (("named", named), ("taken", taken)):
        for key in keys:
            name = f"accounts.glass.{action}"
            record(organization_id=organization.pk, actor=actor, action=name, subject_id=key, now=now)
    for key in named:
        events.publish(NamedBehindGlass(person_id=key, actor_id=actor.pk, at=now))
    return named, taken


def _list_before_the_glass(organization: Organization) -> list[uuid.UUID]:
    people = Person.objects.filter(organization=organization, break_glass=None)
    return list(people.filter(Exists(Session.objects.filter(person=OuterRef("pk")))).values_list("pk", flat=True))


def _comes_in_alone(person: Person) -> bool:
    types = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    return Type.WEBAUTHN in types or (person.has_usable_password() and Type.TOTP in types)


def _list_without(policy: SignInPolicy, on: datetime.date) -> list[Person]:
    """Of those who are signed in somewhere."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    signed_in = UserSession.objects.filter(user=OuterRef("pk"))
    people = Person.objects.filter(Exists(signed_in), ~Exists(factors), organization=policy.organization)
    return [person for person in people if must_have_factor(person, policy, on=on)]


def _end_early_sessions(person: Person, policy: SignInPolicy) -> int:
    """Later ones passed the stage that asks, or came by a company sign-in that has a second factor of its own."""
    begins_on = policy.second_factor_from or datetime.date.max
    devices = UserSession.objects.filter(user=person)
    early = [device.session_key for device in devices if person.today(device.created_at) < begins_on]
    return end_sessions(person.pk, early, Why.FACTOR)
