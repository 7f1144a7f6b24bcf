"""Taking an import back: what it changed is as it was, except where somebody has changed it since."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import Record, record_many
from aizuchi.kernel import events
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import PeopleLeft, PeopleMoved, SupervisorChange, SupervisorsChanged
from aizuchi.people.importing.undo import NEW, OWNERS
from aizuchi.people.models import (
    EarlierStay,
    Membership,
    Organization,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    StoredImport,
    Unit,
    UnitPlacement,
)
from aizuchi.people.models.stored_import import UNDO
from aizuchi.people.operations.address import can_sign_in, tell_former
from aizuchi.people.operations.administrators import (
    AboutAdministrators,
    keep_an_administrator,
    keep_watch,
    list_administrators,
    watch_of,
    will_administer,
    will_be_guarded,
)
from aizuchi.people.operations.editing import begin, note
from aizuchi.people.policies import is_administrator
from aizuchi.people.ranges import holds_after
from aizuchi.people.search import refresh_search_text

State = StoredImport.State
DAY = datetime.timedelta(days=1)
DATES = {"joined_on", "left_on", "starts_on", "until_on"}


class TooLateToUndo(Refusal):
    sentence = _("The seven days are over, so nothing was taken back. A corrected file can be imported at any time.")


@dataclass
class Restored:
    """What became of it: who is as before, and what was changed since and stays."""

    people: set[UUID] = field(default_factory=set)
    units: set[UUID] = field(default_factory=set)
    kept: int = 0
    lines: set[UUID] = field(default_factory=set)
    moves: set[UUID] = field(default_factory=set)
    departures: dict[UUID, datetime.date | None] = field(default_factory=dict)
    former_addresses: dict[UUID, str | None] = field(default_factory=dict)


def may_be_undone(stored: StoredImport, *, now: datetime.datetime) -> bool:
    return stored.state == State.DONE and bool(stored.undo) and bool(stored.ended_at and now < stored.ended_at + UNDO)


@transaction.atomic
def undo_import(*, stored: StoredImport, actor: Person, now: datetime.datetime) -> Restored:
    """People who came with it were never here, lines and units go on where they ended; pairs follow and heal.

    Raises TooLateToUndo, AboutAdministrators and LatestAdministrator.
    """
    organization = begin(actor=actor, organization_id=stored.organization_id, now=now)
    stored = StoredImport.objects.select_for_update().get(pk=stored.pk)
    if not may_be_undone(stored, now=now):
        raise TooLateToUndo(_("This import is taken back already.") if stored.state == State.UNDONE else None)
    told: dict[str, Any] = stored.undo or {}
    today = organization.today(now)
    is_administrators = is_administrator(actor, on=today)
    if not is_administrators and _touched_accounts(told) & _administrators(organization, told, today):
        raise AboutAdministrators
    had_one = bool(list_administrators(organization, on=today))
    watch = watch_of(organization, on=today)
    restored = Restored()
    for key, rows in told["rows"].items():
        _restore_rows(key, rows, stored.on, restored)
    guarded = set() if is_administrators else will_be_guarded(organization, on=today)
    _restore_people(told, today, guarded, restored)
    _restore_units(told, restored)
    EarlierStay.objects.filter(pk__in=told["stays"]).delete()
    if had_one:
        keep_an_administrator(organization, on=today)
    keep_watch(watch, watch_of(organization, on=today), on=today)
    _end(stored, restored, actor, now)
    _write_audit(stored, organization, restored, actor, now)
    _tell(organization, stored, restored, actor, now)
    return restored


def _touched_accounts(told: dict[str, Any]) -> set[UUID]:
    """Whose name, address, number, last day or role would change."""
    roles = {UUID(owner) for owner, *_ in told["rows"].get("role", [])}
    return {UUID(pk) for pk, _ in told["people_added"]} | {UUID(pk) for pk in told["fields"]} | roles


def _administrators(organization: Organization, told: dict[str, Any], today: datetime.date) -> set[UUID]:
    """Those who are or will be, and those who were until the import ended it."""
    ended = [pk for _owner, pk, *_ in told["rows"].get("role", [])]
    former = RoleGrant.objects.filter(pk__in=ended, role=RoleGrant.Role.ADMINISTRATOR)
    return will_administer(organization, on=today) | set(former.values_list("person", flat=True))


def _restore_rows(key: str, rows: list[list[Any]], on: datetime.date, restored: Restored) -> None:
    """For each owner: only if what is planned from that day on is still what the import left."""
    model, owner_of = OWNERS[key]
    before: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    after: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
    for owner, pk, was, became in rows:
        before[UUID(owner)].setdefault(UUID(pk), was)
        after[UUID(owner)][UUID(pk)] = parse_date(became) if became else None
    owners = list(before)
    for start in range(0, len(owners), 500):
        some = owners[start : start + 500]
        now_there: dict[UUID, dict[UUID, Any]] = defaultdict(dict)
        for row in model._default_manager.filter(**{f"{owner_of}__in": some}):
            if row.pk in after[getattr(row, owner_of)] or row.until_on is None or row.until_on > max(on, row.starts_on):
                now_there[getattr(row, owner_of)][row.pk] = row
        for owner in some:
            if _is_untouched(now_there[owner], after[owner]):
                _put_back(model, now_there[owner], before[owner])
                _remember(key, owner, restored)
            else:
                restored.kept += 1


def _is_untouched(now_there: dict[UUID, Any], after: dict[UUID, Any]) -> bool:
    """Further rows may have been written since, after what the import left; of its own nothing may have changed."""
    return all(pk in now_there and now_there[pk].until_on == until_on for pk, until_on in after.items())


def _put_back(model: Any, now_there: dict[UUID, Any], before: dict[UUID, Any]) -> None:
    """What began with the import never held; what it ended goes on, as long as nothing stands in its way."""
    new = [pk for pk, was in before.items() if was == NEW]
    model._default_manager.filter(pk__in=new).update(until_on=F("starts_on"))
    for pk, was in before.items():
        if was != NEW:
            row = now_there[pk]
            row.until_on = _until(row, parse_date(was) if was else None, now_there, before)
            row.save(update_fields=["until_on"])


def _until(
    row: Any, was: datetime.date | None, now_there: dict[UUID, Any], before: dict[UUID, Any]
) -> datetime.date | None:
    """Until then, or until the next that was written since."""
    following = [
        other.starts_on
        for pk, other in now_there.items()
        if pk not in before and other.starts_on >= row.starts_on and _same_place(row, other)
    ]
    return min([*following, *([was] if was else [])], default=None)


def _same_place(row: Any, other: Any) -> bool:
    """Whether the two would exclude each other: several units beside the main one do not."""
    if isinstance(row, Membership):
        return bool((row.is_main and other.is_main) or row.unit_id == other.unit_id)
    return True


def _remember(key: str, owner: UUID, restored: Restored) -> None:
    (restored.units if key == "placement" else restored.people).add(owner)
    if key == "line":
        restored.lines.add(owner)
    elif key == "membership":
        restored.moves.add(owner)


def _restore_people(told: dict[str, Any], today: datetime.date, guarded: set[UUID], restored: Restored) -> None:
    added = {UUID(pk): parse_date(starts_on) for pk, starts_on in told["people_added"]}
    fields = {UUID(pk): changed for pk, changed in told["fields"].items()}
    people = {person.pk: person for person in Person.objects.filter(pk__in=[*added, *fields])}
    for pk, starts_on in added.items():
        person = people[pk]
        person.joined_on, person.left_on = None, min(starts_on or today, today) - DAY
        _save(person, ["joined_on", "left_on"], restored)
    RoleGrant.objects.filter(person__in=added).update(until_on=F("starts_on"))
    addresses = _addresses_to_put_back(people, {pk: changed for pk, changed in fields.items() if pk not in guarded})
    restored.former_addresses = {pk: people[pk].email for pk in addresses}
    Person.objects.filter(pk__in=addresses).update(email=None)  # two of them may have swapped
    for pk, changed in fields.items():
        _restore_fields(people[pk], changed, restored, keeps_address=pk not in addresses)


def _addresses_to_put_back(people: dict[UUID, Person], fields: dict[UUID, dict[str, list[Any]]]) -> dict[UUID, Any]:
    """Who signs in keeps the address until they say otherwise, and so does whoever has been given it meanwhile."""
    earlier = {
        pk: changed["email"][0]
        for pk, changed in fields.items()
        if "email" in changed and people[pk].email == changed["email"][1] and not can_sign_in(people[pk])
    }
    while taken := _taken(earlier):
        earlier = {pk: address for pk, address in earlier.items() if address not in taken}
    return earlier


def _taken(addresses: dict[UUID, Any]) -> set[Any]:
    """Those of them that somebody has who would not give theirs back."""
    holders = Person.objects.filter(email__in=[address for address in addresses.values() if address])
    return set(holders.exclude(pk__in=addresses).values_list("email", flat=True))


def _restore_fields(person: Person, changed: dict[str, list[Any]], restored: Restored, *, keeps_address: bool) -> None:
    put_back = []
    for name, (was, became) in changed.items():
        stays = name == "email" and keeps_address
        if _read(name, became) == getattr(person, name) and not stays:
            setattr(person, name, _read(name, was))
            put_back.append(name)
        else:
            restored.kept += 1
    if put_back:
        _save(person, put_back, restored)


def _save(person: Person, fields: list[str], restored: Restored) -> None:
    refresh_search_text(person)
    person.version += 1
    person.save(update_fields=[*fields, "search_text", "version"])
    restored.people.add(person.pk)
    if "left_on" in fields:
        restored.departures[person.pk] = person.left_on


def _read(name: str, value: Any) -> Any:
    return parse_date(value) if name in DATES and value else value


def _restore_units(told: dict[str, Any], restored: Restored) -> None:
    for pk, was, _became in told["places"]:
        UnitPlacement.objects.filter(pk=pk).update(starts_on=parse_date(was))
    for unit in Unit.objects.filter(pk__in=told["units"]):
        for name, (was, became) in told["units"][str(unit.pk)].items():
            if getattr(unit, name) == _read(name, became):
                setattr(unit, name, _read(name, was))
        unit.version += 1
        unit.save(update_fields=["name", "name_en", "starts_on", "until_on", "version"])
        restored.units.add(unit.pk)
    for unit_id, day, before, _after in told["names"]:
        PlannedUnitName.objects.filter(unit=unit_id, starts_on=day).delete()
        if before:
            PlannedUnitName.objects.create(unit_id=unit_id, starts_on=day, name=before[0], name_en=before[1])
        restored.units.add(UUID(unit_id))
    _close_new_units({UUID(pk) for pk in told["units_added"]}, restored)


def _close_new_units(units: set[UUID], restored: Restored) -> None:
    """Units that came with the import never stood, unless somebody uses them meanwhile."""
    used = {
        *Membership.objects.filter(holds_after(datetime.date.min), unit__in=units).values_list("unit", flat=True),
        *UnitPlacement.objects.filter(holds_after(datetime.date.min), parent__in=units)
        .exclude(unit__in=units)
        .values_list("parent", flat=True),
    }
    parents = dict(UnitPlacement.objects.filter(unit__in=units).values_list("unit", "parent"))
    waiting = list(used)
    while waiting:  # what is used keeps what it hangs under
        parent = parents.get(waiting.pop())
        if parent in units and parent not in used:
            used.add(parent)
            waiting.append(parent)
    gone = units - used
    restored.kept += len(used)
    for rows in (UnitPlacement.objects.filter(unit__in=gone), Unit.objects.filter(pk__in=gone)):
        rows.update(until_on=F("starts_on"))
    restored.units |= gone


def _end(stored: StoredImport, restored: Restored, actor: Person, now: datetime.datetime) -> None:
    stored.state, stored.undo, stored.undone_at, stored.undone_by = State.UNDONE, None, now, actor
    stored.summary = {**stored.summary, "restored": len(restored.people), "kept": restored.kept}
    stored.save(update_fields=["state", "undo", "undone_at", "undone_by", "summary"])


def _write_audit(
    stored: StoredImport, organization: Organization, restored: Restored, actor: Person, now: datetime.datetime
) -> None:
    note(
        organization=organization,
        actor=actor,
        action="people.import.undone",
        subject=organization,
        now=now,
        name=stored.file_name,
        on=stored.on,
    )
    changes = [Record(action="people.person.restored", subject_id=pk, detail={}) for pk in sorted(restored.people)]
    changes += [Record(action="people.unit.restored", subject_id=pk, detail={}) for pk in sorted(restored.units)]
    record_many(organization_id=organization.pk, actor=actor, changes=changes, now=now)


def _tell(
    organization: Organization, stored: StoredImport, restored: Restored, actor: Person, now: datetime.datetime
) -> None:
    """First who is here again, then whose supervisor is whose again: pairs follow in this order."""
    common: dict[str, Any] = {"organization_id": organization.pk, "actor_id": actor.pk, "at": now}
    for person_id, address in restored.former_addresses.items():
        tell_former(person_id, address, actor=actor, now=now)
    if restored.departures:
        events.publish(PeopleLeft(departures=tuple(restored.departures.items()), **common))
    on = max(stored.on, organization.today(now))
    current = dict(ReportingLine.objects.on(on).filter(person__in=restored.lines).values_list("person", "supervisor"))
    if restored.lines:
        changes = tuple(SupervisorChange(pk, current.get(pk), stored.on) for pk in sorted(restored.lines))
        events.publish(SupervisorsChanged(changes=changes, **common))
    mine = Q(person__in=restored.moves, is_main=True)
    moves = tuple(
        (person, unit, stored.on)
        for person, unit in Membership.objects.on(on).filter(mine).values_list("person", "unit")
    )
    if moves:
        events.publish(PeopleMoved(moves=moves, **common))
