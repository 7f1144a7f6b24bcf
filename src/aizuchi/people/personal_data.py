from aizuchi.kernel.personal_data import (
    FOREVER,
    ByRule,
    Clear,
    Delete,
    Keep,
    NotPersonal,
    PersonalData,
    With,
    of,
)
from aizuchi.people.models import (
    AddressChange,
    EarlierStay,
    Employment,
    GrantByGroup,
    Group,
    GroupMembership,
    GroupRole,
    ImportChoice,
    Leave,
    Membership,
    Organization,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    StoredImport,
    Unit,
    UnitPlacement,
)
from aizuchi.people.tasks import forget_imports, settle_address_changes

_OLD_REPORTS = "reports about earlier months count with it; nobody's name is left in it"

PERSONAL_DATA = [
    PersonalData(model=Organization, export=NotPersonal("the organization itself"), retention=FOREVER),
    PersonalData(
        model=Person,
        export=of("pk", without=["password", "search_text"]),
        erasure=Clear((
            "email", "password", "employee_number", "family_name", "given_name", "family_kana", "given_kana",
            "family_romaji", "given_romaji", "search_text", "pronoun", "photo", "photo_small", "introduction",
            "interests", "career", "spoken_languages", "preferred_times", "last_login",
        )),
        retention=FOREVER,
    ),
    PersonalData(model=Employment, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=EarlierStay, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Leave, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=RoleGrant,
        export=of("person"),
        erasure=Keep("who was allowed what belongs to the audit"),
        retention=FOREVER,
        mentions=["granted_by"],
    ),
    PersonalData(model=Group, export=NotPersonal("a group of another system"), retention=FOREVER),
    PersonalData(model=GroupMembership, export=of("person"), erasure=Delete(), retention=With("group")),
    PersonalData(
        model=GrantByGroup, export=of("grant__person"), erasure=With("grant"), retention=With("grant")
    ),
    PersonalData(model=GroupRole, export=NotPersonal("which group has which role"), retention=FOREVER),
    PersonalData(
        model=AddressChange,
        export=of("person"),
        erasure=Delete(),
        retention=ByRule(settle_address_changes, "30 days where nobody answered; once stopped, until another one"),
        mentions=["asked_by"],
    ),
    PersonalData(
        model=StoredImport,
        export=of("actor", without=["undo", "problems"]),
        erasure=Keep("which file was taken over when; what was in it is of others and goes by itself"),
        retention=ByRule(
            forget_imports,
            "the file once it is decided, after a day at the latest; what was before after a week;"
            " that there was an import stays",
        ),
        mentions=["undone_by"],
    ),
    PersonalData(model=ImportChoice, export=NotPersonal("how columns are read"), retention=FOREVER),
    PersonalData(model=Unit, export=NotPersonal("a unit"), retention=FOREVER),
    PersonalData(model=PlannedUnitName, export=NotPersonal("a name of a unit"), retention=With("unit")),
    PersonalData(model=UnitPlacement, export=NotPersonal("where a unit belongs"), retention=With("unit")),
    PersonalData(model=Membership, export=of("person"), erasure=Keep(_OLD_REPORTS), retention=FOREVER),
    PersonalData(
        model=ReportingLine, export=of("person", "supervisor"), erasure=Keep(_OLD_REPORTS), retention=FOREVER
    ),
]  # fmt: skip
