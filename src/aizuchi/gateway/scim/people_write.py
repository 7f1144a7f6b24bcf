"""What a directory says of somebody becomes operations of `people`, the same that pages and imports use.

It names people by its own names; the address by which somebody signs in is only asked for where they can sign in
already (`people/operations/address.py`), and that of administrators, HR and
accounts behind glass is not touched at all. Nor is one that belongs to somebody of another organization taken: the
answer is as if it were free, because nobody may learn by it who else is on the server.
"""

import dataclasses
import datetime
import uuid
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop
from scim2_models import UniquenessException

from aizuchi.accounts.operations.sessions import end_sessions_of
from aizuchi.accounts.queries.policy import is_behind_glass
from aizuchi.gateway.leaving import last_day_of
from aizuchi.gateway.models import Connector, ConnectorChange, ProvisionedPerson
from aizuchi.gateway.scim.changes import ELSEWHERE, GUARDED, Changes
from aizuchi.gateway.scim.elsewhere import is_claimed, is_held_elsewhere
from aizuchi.gateway.scim.filters import as_key
from aizuchi.gateway.scim.people_read import PersonState, read_states
from aizuchi.gateway.scim.user_facts import employment_of, facts_of, limited, manager_of, user_name_of, work_of
from aizuchi.kernel.canonical import canonical, canonical_address, canonical_code
from aizuchi.people.models import AddressChange, Organization, Person, Unit
from aizuchi.people.operations import (
    EmploymentFacts,
    PersonExists,
    PersonFacts,
    add_person,
    change_employment,
    change_supervisor,
    edit_person,
    move_person,
    person_leaves,
    person_returns,
    undo_leaving,
)
from aizuchi.people.operations.address import waits_for_its_owner
from aizuchi.people.operations.groups import settle_roles_of_groups
from aizuchi.people.policies import has_guarded_address

DAY = datetime.timedelta(days=1)
MOST_EMAILS = 10
Kind = ConnectorChange.Kind


@dataclasses.dataclass(kw_only=True)
class Writing:
    """One request about one person."""

    connector: Connector
    organization: Organization
    now: datetime.datetime
    changes: Changes

    @property
    def today(self) -> datetime.date:
        return self.organization.today(self.now)


def create_user(writing: Writing, user: Any) -> Person:
    """Somebody new; or one whom this directory itself has taken away before, who comes back."""
    user_name = user_name_of(user)
    user.active = user.active is not False
    known = ProvisionedPerson.objects.filter(connector=writing.connector).named(user_name)
    link = known.select_related("person").first()
    if link and link.deleted_at is None:
        raise UniquenessException(detail=gettext_noop("There is a user of that userName already"))
    if link:
        return _bring_back(writing, link, user)
    facts = facts_of(user, None)
    _refuse_colleagues(writing, user_name, facts)
    if _is_elsewhere(writing, facts.email):
        facts = dataclasses.replace(facts, email=None)
    _refuse_external_id(writing, user, None)
    unit = find_unit(writing.organization, work_of(user).department, writing.today)
    supervisor = _find_manager(writing, user)
    person = add_person(
        organization_id=writing.organization.pk,
        facts=dataclasses.replace(facts, language=writing.organization.language),
        employment=employment_of(user, None),
        unit_id=unit.pk if unit else None,
        supervisor_id=supervisor.pk if supervisor and not supervisor.gone_on else None,
        on=writing.today,
        actor=None,
        now=writing.now,
    )
    writing.changes.note(Kind.ADDED, person, user_name)
    link = ProvisionedPerson(connector=writing.connector, person=person, user_name=user_name, changed_at=writing.now)
    _keep_said(writing, link, user, unit, supervisor)
    if user.active is False:
        _let_go(writing, person, link, is_new=True)
    return person


def update_user(writing: Writing, state: PersonState, user: Any) -> None:
    """`user` is all that holds from now on."""
    person = state.person
    link = state.link or ProvisionedPerson(
        connector=writing.connector, person=person, user_name=user_name_of(user), changed_at=writing.now
    )
    _refuse_user_name(writing, user_name_of(user), person)
    _refuse_external_id(writing, user, person)
    if user.active and not state.is_active:
        _return(writing, person, link)
        state = read_states([person], connector=writing.connector, today=writing.today)[0]
    changed = _write_facts(writing, person, user)
    unit = _resolve_unit(writing, state, user)
    supervisor = _resolve_manager(writing, state, user)
    if person.is_still_here_on(writing.today):
        changed |= _write_work(writing, state, user, unit, supervisor)
    hidden = state.membership.unit_id if state.membership and not unit else None
    if changed:
        writing.changes.note(Kind.CHANGED, person)
    _keep_said(writing, link, user, unit, supervisor, hidden=hidden, is_untold=user.active is None)
    if user.active is False and state.is_active:
        _let_go(writing, person, link)


def delete_user(writing: Writing, state: PersonState, user_name: str) -> None:
    """They leave. Nothing of theirs vanishes here: the directory does not see them any more, that is all."""
    link = state.link or ProvisionedPerson(
        connector=writing.connector, person=state.person, user_name=user_name, changed_at=writing.now
    )
    if state.is_active:
        _let_go(writing, state.person, link)
    link.deleted_at = link.changed_at = writing.now
    link.save()


def find_unit(organization: Organization, said: str | None, today: datetime.date) -> Unit | None:
    """By its code, or by a name that only one unit has."""
    text = canonical(said or "")
    if not text:
        return None
    standing = Unit.objects.on(today).filter(organization=organization)
    found = list(standing.filter(Q(code=canonical_code(text)) | Q(name=text) | Q(name_en=text))[:3])
    by_code = [unit for unit in found if unit.code == canonical_code(text)]
    if by_code:
        return by_code[0]
    return found[0] if len(found) == 1 else None


def _bring_back(writing: Writing, link: ProvisionedPerson, user: Any) -> Person:
    """An address may be another person's by now: one more thing has to be the same."""
    number, external_id = canonical_code(work_of(user).employee_number or ""), user.external_id or ""
    person: Person = link.person
    same = (external_id and external_id == link.external_id) or (number and number == person.employee_number)
    if not same:
        raise UniquenessException(
            detail=gettext_noop(
                "Somebody of that userName left before. Send the externalId or employeeNumber they had, or another"
            )
        )
    link.deleted_at = None
    link.save(update_fields=["deleted_at"])
    state = read_states([person], connector=writing.connector, today=writing.today)[0]
    update_user(writing, state, user)
    return person


def _refuse_colleagues(writing: Writing, user_name: str, facts: PersonFacts) -> None:
    """Nobody is taken for somebody else because of an address: the directory looks for them first, and writes then."""
    addresses = {address for address in (facts.email, canonical_address(user_name)) if address and "@" in address}
    colleagues = Person.objects.filter(organization=writing.organization, email__in=addresses)
    if (addresses and colleagues.exists()) or any(is_claimed(writing.organization, each) for each in addresses):
        raise UniquenessException(
            detail=gettext_noop("Somebody has this mail address already. Look for them by userName first")
        )


def _is_elsewhere(writing: Writing, address: str | None, person: Person | None = None) -> bool:
    """Administrators read of it; no answer tells it. Raises PersonExists as if `address` were a colleague's."""
    if not address or not is_held_elsewhere(writing.organization, address):
        return False
    if is_claimed(writing.organization, address, but_by=person):
        raise PersonExists("email")
    writing.changes.miss(ELSEWHERE, address)
    return True


def _refuse_user_name(writing: Writing, user_name: str, person: Person) -> None:
    others = ProvisionedPerson.objects.filter(connector=writing.connector).exclude(person=person)
    if others.named(user_name).exists():
        raise UniquenessException(detail=gettext_noop("There is a user of that userName already"))


def _refuse_external_id(writing: Writing, user: Any, person: Person | None) -> None:
    others = ProvisionedPerson.objects.filter(connector=writing.connector, external_id=user.external_id or None)
    if (others.exclude(person=person) if person else others).exists():
        raise UniquenessException(detail=gettext_noop("There is a user of that externalId already"))


def _write_facts(writing: Writing, person: Person, user: Any) -> bool:
    facts = facts_of(user, person)
    if facts.email != person.email and _keeps_address(writing, person, facts.email):
        facts = dataclasses.replace(facts, email=person.email)
    if facts == PersonFacts.of(person):
        return False
    fresh = edit_person(person_id=person.pk, facts=facts, version=person.version, actor=None, now=writing.now)
    for name in ("version", *(field.name for field in dataclasses.fields(facts))):
        setattr(person, name, getattr(fresh, name))
    return True


def _keeps_address(writing: Writing, person: Person, address: str | None) -> bool:
    """Who decides about others keeps it, also before they first come in: whoever reads their mail would be let in.

    What waits for its owner, or was stopped by them, is not asked again each time the directory repeats it.
    """
    if has_guarded_address(person, on=writing.today) or is_behind_glass(person):
        writing.changes.miss(GUARDED, address or "", person)
        return True
    if _is_elsewhere(writing, address, person):
        return True
    asked = AddressChange.objects.filter(person=person, address=address)
    return waits_for_its_owner(person, address) and asked.exists()


def _write_work(writing: Writing, state: PersonState, user: Any, unit: Unit | None, supervisor: Person | None) -> bool:
    person, today, now, changed = state.person, writing.today, writing.now, False
    facts = employment_of(user, state.employment)
    if facts != (EmploymentFacts.of(state.employment) if state.employment else EmploymentFacts()):
        change_employment(person_id=person.pk, facts=facts, on=today, actor=None, now=now)
        changed = True
    if unit and (state.membership is None or state.membership.unit_id != unit.pk):
        move_person(person_id=person.pk, unit_id=unit.pk, on=today, actor=None, now=now)
        changed = True
    before = state.line.supervisor_id if state.line else None
    if before and state.manager and not manager_of(user):
        writing.changes.guard_ending(Kind.UNSUPERVISED, person)
        change_supervisor(person_id=person.pk, supervisor_id=None, on=today, actor=None, now=now)
        writing.changes.note(Kind.UNSUPERVISED, person)
        changed = True
    elif supervisor and not supervisor.gone_on and supervisor.pk != before:
        change_supervisor(person_id=person.pk, supervisor_id=supervisor.pk, on=today, actor=None, now=now)
        changed = True
    return changed


def _let_go(writing: Writing, person: Person, link: ProvisionedPerson, *, is_new: bool = False) -> None:
    """The door is closed now, not at midnight: yesterday was the last day, unless they began today."""
    if not is_new:
        writing.changes.guard_ending(Kind.LEFT, person)
    left_on = last_day_of(person, writing.today)
    person_leaves(person_id=person.pk, left_on=left_on, actor=None, now=writing.now)
    link.wishes = {**link.wishes, "gone": writing.today.isoformat()}
    link.changed_at = writing.now
    link.save()
    if not is_new:
        writing.changes.note(Kind.LEFT, person)
    person.left_on = left_on
    end_sessions_of([person.pk], writing.now)
    settle_roles_of_groups(person_id=person.pk, now=writing.now)


def _return(writing: Writing, person: Person, link: ProvisionedPerson) -> None:
    """Whom this directory let go it brings back: on the same day as if nothing had been, later as somebody new."""
    gone = link.wishes.get("gone")
    if gone is None:
        raise UniquenessException(detail=gettext_noop("They left by the word of HR here, and come back by it"))
    if gone == writing.today.isoformat():
        undo_leaving(person_id=person.pk, actor=None, now=writing.now)
    else:
        person_returns(person_id=person.pk, joined_on=writing.today, actor=None, now=writing.now)
    link.wishes = {key: value for key, value in link.wishes.items() if key != "gone"}
    writing.changes.note(Kind.RETURNED, person)
    person.refresh_from_db()
    settle_roles_of_groups(person_id=person.pk, now=writing.now)


def _keep_said(
    writing: Writing,
    link: ProvisionedPerson,
    user: Any,
    unit: Unit | None,
    supervisor: Person | None,
    *,
    hidden: uuid.UUID | None = None,
    is_untold: bool = False,
) -> None:
    """What the directory said, so that it reads what it wrote.

    `hidden` is a unit that it does not know and took nobody out of: everybody has a main one. `is_untold` is whether
    they are here: nobody leaves, or comes back, because of that.
    """
    said: dict[str, Any] = {key: value for key, value in link.wishes.items() if key == "gone"}
    said |= _said_of_name(user) | _said_of_emails(writing, link.person, user)
    said |= {"untold": True} if is_untold else {}
    said |= _said_of_unit(writing, work_of(user).department or "", unit, hidden)
    said |= _said_of_manager(writing, manager_of(user), supervisor)
    external_id = limited(user.external_id or "", 254, "externalId")
    before = (link.wishes, link.external_id, link.user_name)
    link.wishes, link.external_id, link.user_name = said, external_id, user_name_of(user)
    if link._state.adding or writing.changes.has_noted or before != (said, external_id, link.user_name):
        link.changed_at = writing.now
        link.save()


def _said_of_name(user: Any) -> dict[str, Any]:
    shown = {"displayName": limited(user.display_name, 200, "displayName")} if user.display_name else {}
    return shown if user.name and (user.name.family_name or user.name.given_name) else {**shown, "unnamed": True}


def _said_of_emails(writing: Writing, person: Person, user: Any) -> dict[str, Any]:
    """A directory reads what it wrote; where no directory writes the address, it reads the one that holds."""
    if writing.changes.find_miss(GUARDED):
        return {}
    elsewhere = writing.changes.find_miss(ELSEWHERE)
    claimed = {"elsewhere": elsewhere.value} if elsewhere else {}
    emails = [entry.model_dump(exclude_none=True, mode="json") for entry in (user.emails or []) if entry.value]
    return claimed if emails == _usual_emails(person) else {**claimed, "emails": emails[:MOST_EMAILS]}


def _said_of_unit(writing: Writing, said: str, unit: Unit | None, hidden: uuid.UUID | None) -> dict[str, Any]:
    if not said:
        return {"department": "", "unit": str(hidden)} if hidden else {}
    if unit is None:
        writing.changes.miss("unit", said)
    where = {"unit": str(unit.pk)} if unit else {}
    return {"department": limited(said, 200, "department"), **where}


def _said_of_manager(writing: Writing, said: str, supervisor: Person | None) -> dict[str, Any]:
    if not said:
        return {}
    if supervisor is None:
        writing.changes.miss("manager", said)
    whom = {"supervisor": str(supervisor.pk)} if supervisor else {}
    return {"manager": limited(said, 254, "manager.value"), **whom}


def _usual_emails(person: Person) -> list[dict[str, Any]]:
    return [{"value": person.email, "type": "work", "primary": True}] if person.email else []


def _resolve_unit(writing: Writing, state: PersonState, user: Any) -> Unit | None:
    """Two units may have one name: what the directory does not change stays where it is."""
    said, unit = work_of(user).department, state.membership.unit if state.membership else None
    if unit and said and said == state.department and state.said.get("unit") in (None, str(unit.pk)):
        return (
            unit
            if "unit" in state.said or "department" not in state.said
            else find_unit(writing.organization, said, writing.today)
        )
    return find_unit(writing.organization, said, writing.today)


def _resolve_manager(writing: Writing, state: PersonState, user: Any) -> Person | None:
    said, line = manager_of(user), state.line
    if line and said and said == state.manager and state.said.get("supervisor") in (None, str(line.supervisor_id)):
        is_known = "supervisor" in state.said or "manager" not in state.said
        current: Person = line.supervisor
        return current if is_known else _find_manager(writing, user)
    return _find_manager(writing, user)


def _find_manager(writing: Writing, user: Any) -> Person | None:
    """By id, or by what directories write there instead: a userName, an address, an employee number."""
    said = manager_of(user)
    if not said:
        return None
    people = Person.objects.filter(organization=writing.organization)
    key = as_key(said)
    if key:
        named_by_id: Person | None = people.filter(pk=key).first()
        return named_by_id
    links = ProvisionedPerson.objects.filter(connector=writing.connector, deleted_at=None)
    # One look-up each: a database that is asked for any of them looks at everybody.
    keys = {
        *links.named(said).values_list("person", flat=True),
        *links.filter(external_id=said).values_list("person", flat=True),
        *people.filter(email=canonical_address(said)).values_list("pk", flat=True),
        *people.filter(employee_number=said).values_list("pk", flat=True),
    }
    found: Person | None = people.filter(pk__in=keys).first() if len(keys) == 1 else None
    return found
