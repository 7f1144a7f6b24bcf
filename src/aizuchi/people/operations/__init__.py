"""Every way in which people, units and roles change. An actor of None is the installation itself."""

from aizuchi.people.operations.address import (
    AddressNeeded,
    NothingToVouchFor,
    holds_by_itself_on,
    vouch_for_address,
    withdraw_address,
)
from aizuchi.people.operations.administrators import AboutAdministrators, LatestAdministrator
from aizuchi.people.operations.editing import PersonIsGone
from aizuchi.people.operations.employment import EmploymentFacts, change_employment
from aizuchi.people.operations.groups import (
    GroupExists,
    GroupNameTooLong,
    GroupsChange,
    TooManyGroups,
    set_group_roles,
    set_groups_of_person,
)
from aizuchi.people.operations.leave import LeaveOverlaps, end_leave_of_absence, record_leave_of_absence
from aizuchi.people.operations.leaving import (
    DidNotLeave,
    IsHereAlready,
    NotLeaving,
    people_leave,
    person_leaves,
    person_returns,
    stay_away,
    undo_leaving,
)
from aizuchi.people.operations.memberships import (
    AlreadyMember,
    MainUnitMayNotEnd,
    UnitDoesNotStand,
    add_membership,
    end_membership,
    move_person,
    set_head,
)
from aizuchi.people.operations.organization import create_organization
from aizuchi.people.operations.person import PersonFacts, StaleEdit, add_person, edit_person
from aizuchi.people.operations.planned import NotPlanned, take_back_planned
from aizuchi.people.operations.reporting import (
    ReportingCircle,
    SupervisorIsGone,
    SupervisorIsNotHereYet,
    change_supervisor,
)
from aizuchi.people.operations.roles import AlreadyGranted, grant_role, revoke_role
from aizuchi.people.operations.taken import PersonExists
from aizuchi.people.operations.units import (
    UnitCircle,
    UnitExists,
    UnitIsNotEmpty,
    add_unit,
    bring_unit_forward,
    close_unit,
    drop_planned_name,
    move_unit,
    plan_unit_name,
    rename_due_units,
    rename_unit,
    set_meets_from,
)
from aizuchi.people.ranges import EndsBeforeStart

__all__ = [
    "AboutAdministrators",
    "AddressNeeded",
    "AlreadyGranted",
    "AlreadyMember",
    "DidNotLeave",
    "EmploymentFacts",
    "EndsBeforeStart",
    "GroupExists",
    "GroupNameTooLong",
    "GroupsChange",
    "IsHereAlready",
    "LatestAdministrator",
    "LeaveOverlaps",
    "MainUnitMayNotEnd",
    "NotLeaving",
    "NotPlanned",
    "NothingToVouchFor",
    "PersonExists",
    "PersonFacts",
    "PersonIsGone",
    "ReportingCircle",
    "StaleEdit",
    "SupervisorIsGone",
    "SupervisorIsNotHereYet",
    "TooManyGroups",
    "UnitCircle",
    "UnitDoesNotStand",
    "UnitExists",
    "UnitIsNotEmpty",
    "add_membership",
    "add_person",
    "add_unit",
    "bring_unit_forward",
    "change_employment",
    "change_supervisor",
    "close_unit",
    "create_organization",
    "drop_planned_name",
    "edit_person",
    "end_leave_of_absence",
    "end_membership",
    "grant_role",
    "holds_by_itself_on",
    "move_person",
    "move_unit",
    "people_leave",
    "person_leaves",
    "person_returns",
    "plan_unit_name",
    "record_leave_of_absence",
    "rename_due_units",
    "rename_unit",
    "revoke_role",
    "set_group_roles",
    "set_groups_of_person",
    "set_head",
    "set_meets_from",
    "stay_away",
    "take_back_planned",
    "undo_leaving",
    "vouch_for_address",
    "withdraw_address",
]
