import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ConnectorHeld(Event):
    """Too many would leave: what it wants to end waits for an administrator."""

    organization_id: uuid.UUID
    connector_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ScheduledFileFailed(Event):
    """A file that is fetched every day was not imported: it failed for the first time, or waits for somebody."""

    organization_id: uuid.UUID
    scheduled_id: uuid.UUID
