from aizuchi.people.models.address_change import AddressChange
from aizuchi.people.models.demo import DemoPerson
from aizuchi.people.models.operator import Operator
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import EarlierStay, Employment, Leave, Person, RoleGrant, join_name, unseen
from aizuchi.people.models.session import Session
from aizuchi.people.models.stored_import import ImportChoice, StoredImport
from aizuchi.people.models.unit import Membership, PlannedUnitName, ReportingLine, Unit, UnitPlacement

__all__ = [
    "AddressChange",
    "DemoPerson",
    "EarlierStay",
    "Employment",
    "ImportChoice",
    "Leave",
    "Membership",
    "Operator",
    "Organization",
    "Person",
    "PlannedUnitName",
    "ReportingLine",
    "RoleGrant",
    "Session",
    "StoredImport",
    "Unit",
    "UnitPlacement",
    "join_name",
    "unseen",
]
