"""Facts about people and units. `on` is the day from which something holds; it may lie in the past or ahead."""

import datetime
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event):
    organization_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PeopleJoined(Event):
    organization_id: uuid.UUID
    person_ids: tuple[uuid.UUID, ...]


class SupervisorChange(NamedTuple):
    person_id: uuid.UUID
    supervisor_id: uuid.UUID | None
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class SupervisorsChanged(Event):
    """From `on`, each person reports to that supervisor, or to nobody. An import changes thousands at once."""

    organization_id: uuid.UUID
    changes: tuple[SupervisorChange, ...]


@dataclass(frozen=True, kw_only=True)
class PeopleLeft(Event):
    """Each person's last day is known: it may lie ahead. `left_on` of None takes an earlier departure back.

    Taken back, the lines that hold again are told by a `SupervisorsChanged` that follows.
    """

    organization_id: uuid.UUID
    departures: tuple[tuple[uuid.UUID, datetime.date | None], ...]


@dataclass(frozen=True, kw_only=True)
class PeopleMoved(Event):
    """Each person's main unit is another one from that day on."""

    organization_id: uuid.UUID
    moves: tuple[tuple[uuid.UUID, uuid.UUID, datetime.date], ...]


@dataclass(frozen=True, kw_only=True)
class LeaveRecorded(Event):
    """An absence was entered, changed or ended early: cadence pauses from `starts_on` until `until_on`."""

    organization_id: uuid.UUID
    person_id: uuid.UUID
    starts_on: datetime.date
    until_on: datetime.date | None


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    organization_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class AddressAsked(Event):
    """Another mail address was written for somebody who can sign in: both addresses are told."""

    change_id: uuid.UUID
    person_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """From now on another address holds, or none; `former` is told, if there was one."""

    person_id: uuid.UUID
    former: str


@dataclass(frozen=True, kw_only=True)
class ImportConfirmed(Event):
    """Somebody looked at the preview and wants the file taken over."""

    organization_id: uuid.UUID
    import_id: uuid.UUID
