"""Where 1on1s have begun: unit by unit, as HR starts them, inherited downwards."""

import datetime
import uuid

from aizuchi.people.models import Organization, UnitPlacement


def meeting_starts(
    on: datetime.date, *, organization: Organization | None = None
) -> dict[uuid.UUID, datetime.date | None]:
    """For each unit that stands on that day, from when 1on1s have a rhythm there; None: nobody has started it.

    Of all organizations, unless told which. One query.
    """
    rows = UnitPlacement.objects.on(on)
    if organization:
        rows = rows.filter(unit__organization=organization)
    above: dict[uuid.UUID, uuid.UUID | None] = {}
    own: dict[uuid.UUID, datetime.date | None] = {}
    for unit_id, parent_id, meets_from in rows.values_list("unit", "parent", "unit__meets_from"):
        above[unit_id], own[unit_id] = parent_id, meets_from
    return {unit_id: _inherited(unit_id, above, own) for unit_id in own}


def _inherited(
    unit_id: uuid.UUID, above: dict[uuid.UUID, uuid.UUID | None], own: dict[uuid.UUID, datetime.date | None]
) -> datetime.date | None:
    node: uuid.UUID | None = unit_id
    while node:
        if found := own.get(node):
            return found
        node = above.get(node)
    return None
