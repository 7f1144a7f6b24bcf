"""What an administrator sees of how people sign in."""

import datetime
import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from aizuchi.accounts.models import BreakGlassAccount, FactorReset, SignInPolicy
from aizuchi.accounts.policies import LED, Whom
from aizuchi.accounts.queries.factors import FACTORS
from aizuchi.accounts.queries.policy import policy_of
from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.operations.administrators import list_administrators
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.people.search import fold_query

SHOWN_FIRST, MOST_SHOWN = 6, 50


@dataclass(frozen=True)
class SignInSettings:
    policy: SignInPolicy
    is_grace: bool
    """Whether people are only reminded as yet."""
    without: list[PersonCard]
    """The first of those who are asked for a second factor and have none."""
    without_count: int
    asked_count: int
    administrators: list[Person]
    glass: frozenset[uuid.UUID]

    @property
    def with_count(self) -> int:
        return self.asked_count - self.without_count

    @property
    def first_without(self) -> list[PersonCard]:
        return self.without[:SHOWN_FIRST]

    @property
    def more_without(self) -> list[PersonCard]:
        return self.without[SHOWN_FIRST:]

    @property
    def further_count(self) -> int:
        return self.without_count - len(self.without)


def read_sign_in_settings(viewer: Person, *, on: datetime.date) -> SignInSettings:
    policy = policy_of(viewer.organization_id)
    asked = _asked(viewer, policy, on)
    without = asked.exclude(_has_factor()).order_by("family_kana", "given_kana", "pk")
    shown = cards_of_people(without[:MOST_SHOWN], on=on)
    administrators = Person.objects.filter(pk__in=list_administrators(viewer.organization, on=on))
    glass = BreakGlassAccount.objects.filter(person__organization=viewer.organization)
    return SignInSettings(
        policy=policy,
        is_grace=policy.second_factor_from is not None and policy.second_factor_from > on,
        without=list(shown.values()),
        without_count=without.count(),
        asked_count=asked.count(),
        administrators=list(administrators.order_by("family_kana", "given_kana", "pk")),
        glass=frozenset(glass.values_list("person", flat=True)),
    )


def find_people_with_factor(viewer: Person, *, name: str, on: datetime.date) -> list[PersonCard]:
    """Whose second factor could be taken off, by name; whoever waits for their link can be sent it again."""
    waits = Q(Exists(FactorReset.objects.filter(person=OuterRef("pk"))))
    people = Person.objects.visible_to(viewer).still_here_on(on).exclude(pk=viewer.pk)
    people = people.filter(_has_factor() | waits)
    for word in fold_query(name):
        people = people.filter(search_text__contains=word)
    found = people.order_by("family_kana", "given_kana", "pk")
    return list(cards_of_people(found[:20], on=on).values())


def _has_factor() -> Q:
    return Q(Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)))


def _asked(viewer: Person, policy: SignInPolicy, on: datetime.date) -> QuerySet[Person]:
    people: QuerySet[Person] = Person.objects.visible_to(viewer).present_on(on)
    if policy.second_factor_for == Whom.ADMINISTRATORS_AND_HR:
        return people.filter(Exists(RoleGrant.objects.on(on).filter(person=OuterRef("pk"), role__in=LED)))
    return people
