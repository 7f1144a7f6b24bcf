"""What an import looks at before it decides anything."""

from aizuchi.kernel.staging import Reliance
from aizuchi.people.models import (
    AddressChange,
    EarlierStay,
    Employment,
    Leave,
    Membership,
    Organization,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)

# Who they are and from when to when; not what they write about themselves, nor when they were last here.
OF_PEOPLE = (
    "organization", "email", "employee_number", "family_name", "given_name", "family_kana", "given_kana",
    "family_romaji", "given_romaji", "language", "joined_on", "left_on",
)  # fmt: skip

RELIANCES = (
    Reliance(Person, fields=OF_PEOPLE),
    *(
        Reliance(model)
        for model in (
            AddressChange,
            EarlierStay,
            Employment,
            Leave,
            Membership,
            Organization,
            PlannedUnitName,
            ReportingLine,
            RoleGrant,
            Unit,
            UnitPlacement,
        )
    ),
)
