from aizuchi.people.models.demo import DemoPerson
from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Employment, Leave, Person, RoleGrant, unseen
from aizuchi.people.models.stored_import import StoredImport
from aizuchi.people.models.unit import Membership, ReportingLine, Unit, UnitPlacement

__all__ = [
    "DemoPerson",
    "Employment",
    "Leave",
    "Membership",
    "Organization",
    "Person",
    "ReportingLine",
    "RoleGrant",
    "StoredImport",
    "Unit",
    "UnitPlacement",
    "unseen",
]
