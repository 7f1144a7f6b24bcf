"""Whether hints are used, by unit: closed quarters, coarse numbers, nothing where too few people stand behind it."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.hints import policies
from aizuchi.hints.models import UnitUsage
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person


@dataclass(frozen=True)
class Usage:
    is_hidden: bool
    tried: int | None
    """Times somebody tried a hint, to the nearest five."""
    helped_share: int | None
    """In percent, to the nearest five; None where too few people said how it went."""


def usage_by_unit(*, viewer: Person, quarter_on: datetime.date, now: datetime.datetime) -> dict[uuid.UUID, Usage]:
    """One query. PermissionDenied for those who do not look after hints."""
    require(policies.may_look_after_hints(viewer, now))
    rows = UnitUsage.objects.filter(organization=viewer.organization_id, quarter_on=quarter_on)
    return {row.unit_id: Usage(row.is_hidden, row.tried, row.helped_share) for row in rows}
