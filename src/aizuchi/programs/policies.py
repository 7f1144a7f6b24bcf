"""Who sets programs up, and who looks after one."""

import datetime

from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.policies import has_role, is_hr
from aizuchi.programs.models import Program


def may_set_up(viewer: Person, *, on: datetime.date) -> bool:
    """HR, and program owners."""
    return is_hr(viewer, on=on) or has_role(viewer, RoleGrant.Role.PROGRAM_OWNER, on=on)


def may_manage(viewer: Person, program: Program, *, on: datetime.date) -> bool:
    """HR, and the program owner who answers for it."""
    if program.organization_id != viewer.organization_id:
        return False
    is_owner = program.owner_id == viewer.pk and has_role(viewer, RoleGrant.Role.PROGRAM_OWNER, on=on)
    return is_owner or is_hr(viewer, on=on)
