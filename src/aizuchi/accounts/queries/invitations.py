"""Who has not come in yet, by unit and by name."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from aizuchi.accounts.models import Invitation
from aizuchi.accounts.operations.invitations import BOUNCED, find_heads
from aizuchi.people.models import Membership, Organization, Person
from aizuchi.people.models.person import PersonQuerySet
from aizuchi.people.queries.cards import PersonCard, cards_of_people
from aizuchi.people.queries.rollout import meeting_starts
from aizuchi.people.queries.units import outline_of
from aizuchi.people.search import fold_query

SHOWN = 200


@dataclass(frozen=True)
class Awaited:
    card: PersonCard
    email: str
    invited_at: datetime.datetime | None
    problem: str
    """A sentence."""
    is_under_way: bool
    due_at: datetime.datetime | None
    """When its mail goes out, where that is not at once."""


@dataclass(frozen=True, kw_only=True)
class UnitToInvite:
    """With everything below it."""

    id: uuid.UUID
    label: str
    depth: int
    new: int
    here: int


@dataclass(frozen=True, kw_only=True)
class Invitations:
    units: list[UnitToInvite]
    new: list[Awaited]
    new_count: int
    awaited: list[Awaited]
    awaited_count: int
    refused_count: int
    under_way_count: int
    latest_due_at: datetime.datetime | None
    """When the last of those goes out; none where all of them are due."""
    without_address_count: int
    is_alone: bool


def list_invitations(*, viewer: Person, on: datetime.date, now: datetime.datetime, name: str = "") -> Invitations:
    """At most `SHOWN` of each, those whose mail was refused first; whoever is not shown is found by name or unit."""
    everybody = Person.objects.visible_to(viewer).still_here_on(on)
    outside = everybody.without_password().filter(email__isnull=False)
    asked = outside.filter(invitation__isnull=False)
    under_way = Invitation.objects.under_way().filter(person__in=asked)
    new, awaited = (_named(rows, name) for rows in (outside.filter(invitation__isnull=True), asked))
    return Invitations(
        units=_units(viewer, on),
        new=_await(list(new.order_by("family_kana", "given_kana", "id")[:SHOWN]), on, now),
        new_count=outside.filter(invitation__isnull=True).count(),
        awaited=_await(list(awaited.order_by("-invitation__problem", "invitation__invited_at", "id")[:SHOWN]), on, now),
        awaited_count=asked.count(),
        refused_count=asked.exclude(invitation__problem="").count(),
        under_way_count=under_way.count(),
        latest_due_at=under_way.filter(due_at__gt=now).aggregate(latest=Max("due_at"))["latest"],
        without_address_count=everybody.without_password().filter(email__isnull=True).count(),
        is_alone=not everybody.exclude(pk=viewer.pk).exists(),
    )


def find_new_in_units(*, viewer: Person, unit_ids: Collection[uuid.UUID], on: datetime.date) -> list[uuid.UUID]:
    """Whoever belongs to one of these units or below and was never asked in."""
    tree = outline_of(viewer.organization, on=on)
    below = {found for unit_id in unit_ids for found in tree.below(unit_id)}
    members = Membership.objects.on(on).filter(unit__in=below, is_main=True).values("person")
    new = waiting_for_invitation(Person.objects.visible_to(viewer), on=on).filter(pk__in=members)
    return list(new.values_list("pk", flat=True))


def waiting_for_invitation(people: PersonQuerySet, *, on: datetime.date) -> PersonQuerySet:
    """Those who could be asked in, and were not yet."""
    outside = people.still_here_on(on).without_password()
    return outside.filter(email__isnull=False, invitation__isnull=True)


def not_invited_yet(people: PersonQuerySet) -> PersonQuerySet:
    """For the list of everybody: who never came in, and whom nobody asked in."""
    return people.filter(invitation__isnull=True, last_login__isnull=True, email__isnull=False, left_on__isnull=True)


def has_heads(*, person_ids: Collection[uuid.UUID], organization: Organization, on: datetime.date) -> bool:
    """Whether some, and not all, of them head a unit: then those may hear of it before the others."""
    headed = find_heads({*person_ids}, organization, on=on)
    return bool(headed) and len(headed) < len(person_ids)


def units_not_started(*, viewer: Person, unit_ids: Collection[uuid.UUID], on: datetime.date) -> list[uuid.UUID]:
    starts = meeting_starts(on, organization=viewer.organization)
    return [unit_id for unit_id in unit_ids if unit_id in starts and starts[unit_id] is None]


def _say_problem(problem: str) -> str:
    if not problem:
        return ""
    kind, _space, status = problem.partition(" ")
    if kind != BOUNCED:
        return _("The mail server refused the address.")
    sentences = {
        "5.1.": _("There is no such mailbox at that address."),
        "5.2.2": _("The mailbox there is full."),
        "5.7.": _("The mail server there turns our mails away."),
    }
    return next((told for start, told in sentences.items() if status.startswith(start)), _("The mail came back."))


def _named(people: PersonQuerySet, name: str) -> PersonQuerySet:
    for word in fold_query(name):
        people = people.filter(search_text__contains=word)
    return people


def _units(viewer: Person, on: datetime.date) -> list[UnitToInvite]:
    """Two queries, whatever the size: one for the tree, one for the people."""
    tree = outline_of(viewer.organization, on=on)
    members = Membership.objects.on(on).filter(is_main=True, unit__in=tree.by_id)
    new_ids = set(waiting_for_invitation(Person.objects.visible_to(viewer), on=on).values_list("pk", flat=True))
    here_ids = set(Person.objects.visible_to(viewer).still_here_on(on).come_in().values_list("pk", flat=True))
    new, here = dict.fromkeys(tree.by_id, 0), dict.fromkeys(tree.by_id, 0)
    for unit_id, person_id in members.values_list("unit", "person"):
        for node in tree.path_of(unit_id):
            new[node.id] += person_id in new_ids
            here[node.id] += person_id in here_ids
    return [
        UnitToInvite(id=node.id, label=node.label, depth=node.depth, new=new[node.id], here=here[node.id])
        for node in tree.walk()
    ]


def _await(people: list[Person], on: datetime.date, now: datetime.datetime) -> list[Awaited]:
    cards = cards_of_people(people, on=on)
    invitations = {invitation.person_id: invitation for invitation in Invitation.objects.filter(person__in=people)}
    return [_describe(person, cards[person.pk], invitations.get(person.pk), now) for person in people]


def _describe(person: Person, card: PersonCard, invitation: Invitation | None, now: datetime.datetime) -> Awaited:
    due_at = invitation.due_at if invitation else None
    return Awaited(
        card=card,
        email=person.email or "",
        invited_at=invitation.invited_at if invitation else None,
        problem=_say_problem(invitation.problem) if invitation else "",
        is_under_way=bool(invitation and not invitation.sent_at and not invitation.problem),
        due_at=due_at if due_at and due_at > now else None,
    )
