"""Facts about people and units."""

import datetime
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganizationCreated(Event):
    organization_id: uuid.UUID
    at: datetime.datetime


class SupervisorChange(NamedTuple):
    person_id: uuid.UUID
    supervisor_id: uuid.UUID | None
    on: datetime.date


@dataclass(frozen=True, kw_only=True)
class SupervisorsChanged(Event):
    """From `on`, each person reports to that supervisor, or to nobody. An import changes thousands at once."""

    organization_id: uuid.UUID
    changes: tuple[SupervisorChange, ...]
    actor_id: uuid.UUID | None
    at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class PeopleLeft(Event):
    """Each person's last day is known: it may lie ahead. `left_on` of None takes an earlier departure back."""

    organization_id: uuid.UUID
    departures: tuple[tuple[uuid.UUID, datetime.date | None], ...]
    actor_id: uuid.UUID | None
    at: datetime.datetime
