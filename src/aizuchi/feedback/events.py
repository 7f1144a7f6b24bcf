import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class QuarterReleased(Event):
    """Thirteen weeks of an organization became blocks."""

    organization_id: uuid.UUID
    quarter_on: datetime.date
