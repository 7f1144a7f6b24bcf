"""Asking people in, and their coming in."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import transaction

from aizuchi.accounts.events import PersonInvited
from aizuchi.accounts.invitation_links import InvitationStale, read_invitation
from aizuchi.accounts.models import Invitation
from aizuchi.audit.operations import Record, record, record_many
from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.people import policies
from aizuchi.people.models import Organization, Person
from aizuchi.people.queries import all_heads

MORNING = datetime.time(9)
BOUNCED = "bounced"
PATIENCE = datetime.timedelta(minutes=3)
AN_HOUR = datetime.timedelta(hours=1)
PER_HOUR = 200  # more at once, and mail servers take a company's first mails for something else


@dataclass(frozen=True)
class Invited:
    count: int
    left_out: int  # no address, gone, or signed in already
    later: int = 0  # of them, not at once
    latest_at: datetime.datetime | None = None  # when the last of those goes out


@transaction.atomic
def invite_people(
    *, actor: Person, person_ids: Collection[uuid.UUID], now: datetime.datetime, heads_first: bool = False
) -> Invited:
    """Sends each of them a link that sets a password; those who cannot use one are left out and counted.

    With `heads_first` whoever heads a unit hears of it now, and all others on the next morning.
    """
    today = actor.organization.today(now)
    require(policies.may_edit_people(actor, actor.organization, on=today))
    asked = Person.objects.visible_to(actor).filter(pk__in=person_ids).select_for_update()
    welcome = [person for person in asked if _may_be_invited(person, today)]
    heads = find_heads({person.pk for person in welcome}, actor.organization, on=today) if heads_first else set()
    due = _ask_in([person for person in welcome if person.pk in heads or not heads], actor=actor, now=now)
    others = [person for person in welcome if person.pk not in heads] if heads else []
    due += _ask_in(others, actor=actor, now=now, due_at=_next_morning(actor.organization, now))
    later = [moment for moment in due if moment > now]
    left_out = len(set(person_ids)) - len(welcome)
    return Invited(count=len(welcome), left_out=left_out, later=len(later), latest_at=max(later, default=None))


@transaction.atomic
def take_back_unsent(*, actor: Person, now: datetime.datetime) -> int:
    """Invitations that wait for their hour are not sent; returns how many. Those people count as never asked."""
    today = actor.organization.today(now)
    require(policies.may_edit_people(actor, actor.organization, on=today))
    of_organization = Invitation.objects.filter(person__organization=actor.organization_id)
    waiting = list(of_organization.under_way().select_for_update(of=("self",)))
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in waiting]).delete()
    changes = [Record(action="accounts.person.uninvited", subject_id=invitation.person_id) for invitation in waiting]
    if changes:
        record_many(organization_id=actor.organization_id, actor=actor, changes=changes, now=now)
    return len(waiting)


def note_invitation(*, person_id: uuid.UUID, problem: str, now: datetime.datetime) -> None:
    """What became of the mail: sent, or refused for good with the kind of refusal."""
    Invitation.objects.filter(person=person_id).update(problem=problem, sent_at=None if problem else now)


@transaction.atomic
def note_bounce(*, addresses: Collection[str], status: str, now: datetime.datetime) -> int:
    """A mail server says later that an invitation did not arrive. Returns whose it was; `status` is that of RFC 3463.

    A report is easily forged, so it does no more than this: HR looks at the address, and whoever came in is not asked
    about.
    """
    outside = Person.objects.without_password().filter(email__in=addresses)
    sent = Invitation.objects.filter(person__in=outside, sent_at__isnull=False)
    return sent.update(problem=f"{BOUNCED} {status}"[:80], sent_at=None)


@transaction.atomic
def send_invitation_again(*, token: str, now: datetime.datetime) -> None:
    """Asked for by whoever holds a link that is no longer good: only the person's own mail box gets the new one."""
    try:
        read_invitation(token)
    except InvitationStale as stale:
        person = Person.objects.select_for_update().get(pk=stale.person.pk)
        is_on_its_way = Invitation.objects.filter(person=person, invited_at__gt=now - PATIENCE).exists()
        if not person.has_usable_password() and not is_on_its_way:
            _ask_in([person], actor=person, now=now)


@transaction.atomic
def accept_invitation(*, token: str, password: str, now: datetime.datetime) -> Person:
    """Sets the first password. Raises what `read_invitation` raises: of two at once, the second finds it used."""
    person = read_invitation(token)
    Person.objects.select_for_update().get(pk=person.pk)
    person = read_invitation(token)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(
        organization_id=person.organization_id,
        actor=person,
        action="accounts.invitation.accepted",
        subject_id=person.pk,
        now=now,
    )
    return person


def _may_be_invited(person: Person, today: datetime.date) -> bool:
    return person.is_still_here_on(today) and person.email is not None and not person.has_usable_password()


def find_heads(person_ids: set[uuid.UUID], organization: Organization, *, on: datetime.date) -> set[uuid.UUID]:
    """Who of these heads a unit. Asked of the whole organization: these may be more than a database takes as a list."""
    return person_ids & all_heads(organization, on=on)


def _next_morning(organization: Organization, now: datetime.datetime) -> datetime.datetime:
    day = organization.today(now) + datetime.timedelta(days=1)
    return datetime.datetime.combine(day, MORNING, tzinfo=ZoneInfo(organization.time_zone))


def _ask_in(
    people: list[Person], *, actor: Person, now: datetime.datetime, due_at: datetime.datetime | None = None
) -> list[datetime.datetime]:
    """Returns when each is to go out."""
    if not people:
        return []
    lately = Invitation.objects.filter(
        person__organization=people[0].organization_id, invited_at__gt=now - AN_HOUR
    ).count()
    before = 0 if due_at else lately
    due = [(due_at or now) + place // PER_HOUR * AN_HOUR for place in range(before, before + len(people))]
    Invitation.objects.bulk_create(
        [Invitation(person=person, invited_at=now, due_at=when) for person, when in zip(people, due, strict=True)],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["invited_at", "due_at", "sent_at", "problem"],
    )
    record_many(
        organization_id=people[0].organization_id,
        actor=actor,
        changes=[Record(action="accounts.person.invited", subject_id=person.pk) for person in people],
        now=now,
    )
    for person, when in zip(people, due, strict=True):
        events.publish(PersonInvited(person_id=person.pk, actor_id=actor.pk, at=now, due_at=when))
    return due
