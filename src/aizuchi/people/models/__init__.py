from aizuchi.people.models.address_change import AddressChange
from aizuchi.people.models.group import GrantByGroup, Group, GroupMembership, GroupRole
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import EarlierStay, Employment, Leave, Person, RoleGrant, join_name, unseen
from aizuchi.people.models.stored_import import ImportChoice, StoredImport
from aizuchi.people.models.unit import Membership, PlannedUnitName, ReportingLine, Unit, UnitPlacement

__all__ = [
    "AddressChange",
    "EarlierStay",
    "Employment",
    "GrantByGroup",
    "Group",
    "GroupMembership",
    "GroupRole",
    "ImportChoice",
    "Leave",
    "Membership",
    "Organization",
    "Person",
    "PlannedUnitName",
    "ReportingLine",
    "RoleGrant",
    "StoredImport",
    "Unit",
    "UnitPlacement",
    "join_name",
    "unseen",
]
