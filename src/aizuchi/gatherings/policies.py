"""Who may hold gatherings, and who may come."""

import datetime
import uuid

from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.scopes import scope_of
from aizuchi.people.models import Person
from aizuchi.people.policies import may_edit_people


def may_hold_some(viewer: Person, *, on: datetime.date) -> bool:
    return may_hold_for_all(viewer, on=on) or scope_of(viewer, on=on).is_head


def may_hold_for_all(viewer: Person, *, on: datetime.date) -> bool:
    """HR and administrators."""
    return may_edit_people(viewer, viewer.organization, on=on)


def may_hold(viewer: Person, *, unit_id: uuid.UUID | None, on: datetime.date) -> bool:
    """Heads for their unit and what lies below it."""
    if may_hold_for_all(viewer, on=on):
        return True
    return unit_id is not None and unit_id in scope_of(viewer, on=on).heads


def may_change(viewer: Person, gathering: Gathering, *, on: datetime.date) -> bool:
    """Who holds it, and whoever could have held it. They also see who comes."""
    if gathering.organization_id != viewer.organization_id:
        return False
    return gathering.holder_id == viewer.pk or may_hold(viewer, unit_id=gathering.unit_id, on=on)


def may_note_attendance(viewer: Person, gathering: Gathering, *, now: datetime.datetime) -> bool:
    """Once it has begun."""
    has_begun = gathering.called_off_at is None and gathering.starts_at <= now
    return has_begun and may_change(viewer, gathering, on=viewer.organization.today(now))
