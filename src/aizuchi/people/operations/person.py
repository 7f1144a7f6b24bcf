"""People come in, and HR keeps what is written about them."""

import dataclasses
import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction

from aizuchi.audit.queries import list_entries_about
from aizuchi.kernel import events
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Stale
from aizuchi.people.events import PeopleJoined
from aizuchi.people.models import Organization, Person
from aizuchi.people.operations.address import ask_for_address, refuse_guarded, tell_former, waits_for_its_owner
from aizuchi.people.operations.editing import begin, begin_with, note
from aizuchi.people.operations.employment import EmploymentFacts, employ
from aizuchi.people.operations.memberships import put_into_unit
from aizuchi.people.operations.reporting import put_under
from aizuchi.people.operations.taken import PersonExists
from aizuchi.people.policies import may_edit_account
from aizuchi.people.ranges import EndsBeforeStart
from aizuchi.people.search import refresh_search_text

EDITED = "people.person.edited"


@dataclass(frozen=True, kw_only=True)
class EarlierEdit:
    by_id: uuid.UUID | None
    at: datetime.datetime
    fields: list[str]


class StaleEdit(Stale):
    """Somebody changed the person after the form was opened."""

    def __init__(self, edits: list[EarlierEdit]) -> None:
        super().__init__()
        self.edits = edits


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What HR keeps about a person and what does not depend on a date."""

    family_name: str
    given_name: str
    family_kana: str = ""
    given_kana: str = ""
    family_romaji: str = ""
    given_romaji: str = ""
    email: str | None = None
    employee_number: str = ""
    language: str = "ja"
    joined_on: datetime.date | None = None

    @classmethod
    def of(cls, person: Person) -> "PersonFacts":
        return cls(**{field.name: getattr(person, field.name) for field in dataclasses.fields(cls)})


@transaction.atomic
def add_person(
    *,
    organization_id: uuid.UUID,
    facts: PersonFacts,
    actor: Person | None,
    now: datetime.datetime,
    on: datetime.date,
    unit_id: uuid.UUID | None = None,
    supervisor_id: uuid.UUID | None = None,
    employment: EmploymentFacts | None = None,
) -> Person:
    """Somebody new, who from `on` works in that unit for that supervisor. They sign in once they are invited."""
    organization = begin(actor=actor, organization_id=organization_id, now=now)
    person = Person(organization=organization, created_at=now, time_zone=organization.time_zone)
    person.hue = hue_of(person.pk)
    person.set_unusable_password()
    _take_over(person, facts)
    person.save()
    note(organization=organization, actor=actor, action="people.person.added", subject=person, now=now, on=on)
    events.publish(
        PeopleJoined(
            organization_id=organization.pk, person_ids=(person.pk,), actor_id=actor.pk if actor else None, at=now
        )
    )
    employ(organization, person, employment or EmploymentFacts(), on=on, actor=actor, now=now)
    if unit_id:
        put_into_unit(organization, person, unit_id, on=on, actor=actor, now=now)
    if supervisor_id:
        put_under(organization, person, supervisor_id, on=on, actor=actor, now=now)
    return person


@transaction.atomic
def edit_person(
    *, person_id: uuid.UUID, facts: PersonFacts, version: int, actor: Person | None, now: datetime.datetime
) -> Person:
    """`version` is the one the form was opened with; a later one means that somebody else was faster.

    Another address for somebody who can sign in is only asked for, see `address.py`.
    """
    organization, fresh = begin_with(Person, person_id, actor=actor, now=now)
    today = organization.today(now)
    require(may_edit_account(actor, fresh, on=today))
    if facts.email != fresh.email:
        refuse_guarded(fresh, actor=actor, on=today)
    if fresh.version != version:
        raise StaleEdit(_edits_since(fresh, version))
    kept = dataclasses.replace(facts, email=fresh.email) if waits_for_its_owner(fresh, facts.email) else facts
    _write(fresh, kept, organization, actor, now)
    if kept != facts:
        ask_for_address(person_id=fresh.pk, address=facts.email, actor=actor, now=now)
    return fresh


def _write(
    fresh: Person, facts: PersonFacts, organization: Organization, actor: Person | None, now: datetime.datetime
) -> None:
    changed = sorted(name for name, value in dataclasses.asdict(facts).items() if getattr(fresh, name) != value)
    if not changed:
        return
    former = fresh.email
    _take_over(fresh, facts)
    fresh.version += 1
    fresh.save(update_fields=[*changed, "search_text", "version"])
    note(
        organization=organization,
        actor=actor,
        action=EDITED,
        subject=fresh,
        now=now,
        fields=changed,
        version=fresh.version,
    )
    if "email" in changed:
        tell_former(fresh.pk, former, actor=actor, now=now)


def hue_of(person_id: uuid.UUID) -> int:
    """A colour for the avatar that stays, spread over the whole circle."""
    return person_id.int % 72 * 5


def _take_over(person: Person, facts: PersonFacts) -> None:
    for name, value in dataclasses.asdict(facts).items():
        setattr(person, name, value)
    if person.joined_on and person.left_on and person.left_on < person.joined_on:
        raise EndsBeforeStart
    _refuse_doubles(person)
    refresh_search_text(person)


def _refuse_doubles(person: Person) -> None:
    others = Person.objects.exclude(pk=person.pk)
    if person.email and others.filter(email=person.email).exists():
        raise PersonExists("email")
    number = person.employee_number
    if number and others.filter(organization=person.organization, employee_number=number).exists():
        raise PersonExists("employee_number")


def _edits_since(person: Person, version: int) -> list[EarlierEdit]:
    """What HR changed since; failing that, the latest change of the person's own profile, which shares the version."""
    entries = list_entries_about(subject_id=person.pk, actions=[EDITED, "people.profile.edited"])
    newer = [entry for entry in entries if entry.detail.get("version", 0) > version]
    return [
        EarlierEdit(by_id=entry.actor_id, at=entry.at, fields=entry.detail["fields"]) for entry in newer or entries[:1]
    ]
