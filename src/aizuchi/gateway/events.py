import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ConnectorHeld(Event):
    """Too many would leave: what it wants to end waits for an administrator."""

    organization_id: uuid.UUID
    connector_id: uuid.UUID
