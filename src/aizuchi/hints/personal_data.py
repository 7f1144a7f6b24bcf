from aizuchi.hints.models import (
    KEEP_PACK_FILES,
    Bookmark,
    Hint,
    HintScore,
    Impression,
    Invitation,
    PackFile,
    Report,
    Trial,
    UnitUsage,
)
from aizuchi.hints.tasks import KEEP_SHOWINGS, forget_old_impressions
from aizuchi.kernel.personal_data import FOREVER, Days, Delete, Keep, NotPersonal, PersonalData, With, of

PERSONAL_DATA = [
    PersonalData(
        model=Hint,
        export=of("author"),
        erasure=Keep("was given to colleagues; it stands there without a name"),
        retention=FOREVER,
    ),
    PersonalData(model=HintScore, export=NotPersonal("how often a hint helped"), retention=With("hint")),
    PersonalData(
        model=Impression,
        export=of("viewer"),
        erasure=Delete(),
        retention=Days(KEEP_SHOWINGS, "day", forget_old_impressions),
    ),
    PersonalData(model=Bookmark, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Trial, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=UnitUsage, export=NotPersonal("sums of units"), retention=FOREVER),
    PersonalData(model=Report, export=of("reporter"), erasure=Delete(), retention=FOREVER),
    PersonalData(model=Invitation, export=of("person"), erasure=Delete(), retention=FOREVER),
    PersonalData(
        model=PackFile,
        export=of("actor"),
        erasure=Delete(),
        retention=Days(KEEP_PACK_FILES, "created_at", forget_old_impressions),
    ),
]
