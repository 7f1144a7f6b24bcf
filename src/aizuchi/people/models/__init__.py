from aizuchi.people.models.organization import Organization
from aizuchi.people.models.person import Employment, Leave, Person, RoleGrant
from aizuchi.people.models.unit import Membership, ReportingLine, Unit, UnitPlacement

__all__ = [
    "Employment",
    "Leave",
    "Membership",
    "Organization",
    "Person",
    "ReportingLine",
    "RoleGrant",
    "Unit",
    "UnitPlacement",
]
