"""Who may say how people sign in."""

import datetime

from aizuchi.accounts.models import SignInPolicy
from aizuchi.people.models import Organization, Person, RoleGrant
from aizuchi.people.policies import is_administrator, roles_of

Whom = SignInPolicy.Whom
LED = {RoleGrant.Role.ADMINISTRATOR, RoleGrant.Role.HR}


def may_set_sign_in_policy(actor: Person | None, organization: Organization, *, on: datetime.date) -> bool:
    return actor is None or (actor.organization_id == organization.pk and is_administrator(actor, on=on))


def may_read_sign_ins(actor: Person, organization: Organization, *, on: datetime.date) -> bool:
    return may_set_sign_in_policy(actor, organization, on=on)


def may_reset_factors(actor: Person | None, person: Person, *, on: datetime.date) -> bool:
    """One's own are taken off one by one, with a proof; an administrator who lost theirs asks another."""
    if actor is None:
        return True
    return may_end_sessions(actor, person, on=on)


def may_end_sessions(actor: Person, person: Person, *, on: datetime.date) -> bool:
    """Of somebody else: one's own end on the page of one's own account."""
    return actor.pk != person.pk and may_set_sign_in_policy(actor, person.organization, on=on)


def is_asked_for_factor(person: Person, policy: SignInPolicy, *, on: datetime.date) -> bool:
    """Whether the policy is about this person, in grace or not."""
    if policy.second_factor_for == Whom.ADMINISTRATORS_AND_HR:
        return not LED.isdisjoint(roles_of(person, on=on))
    return policy.second_factor_for == Whom.EVERYBODY


def must_have_factor(person: Person, policy: SignInPolicy, *, on: datetime.date) -> bool:
    """The grace is over."""
    begins_on = policy.second_factor_from
    return begins_on is not None and begins_on <= on and is_asked_for_factor(person, policy, on=on)
