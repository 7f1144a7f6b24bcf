from aizuchi.kernel.personal_data import (
    FOREVER,
    ByRule,
    Days,
    Delete,
    DestroyKey,
    Keep,
    NotPersonal,
    PersonalData,
    With,
    of,
)
from aizuchi.notes.models import Circle, CircleMember, Document, OutsideWrite, Retention, Snapshot, Update
from aizuchi.notes.sync.outside import FORGET_AFTER
from aizuchi.notes.tasks import compact_notes, destroy_old_notes

_WORDS = ByRule(destroy_old_notes, "key and words, so many years after the pair ended or the person left: `Retention`")
_OWN = ("document__circle__owner",)

PERSONAL_DATA = [
    PersonalData(model=Retention, export=NotPersonal("a rule of the organization"), retention=FOREVER),
    PersonalData(
        model=Circle,
        export=of("owner", "members__person"),
        erasure=DestroyKey("pk", of=("owner",)),
        retention=_WORDS,
    ),
    PersonalData(
        model=CircleMember,
        export=of("person"),
        erasure=Keep("tells the other who could read; it opens nothing to somebody who cannot sign in"),
        retention=FOREVER,
    ),
    PersonalData(
        model=Document, export=of("circle__members__person"), erasure=With("circle"), retention=With("circle")
    ),
    PersonalData(
        model=Update,
        export=of("author_id", without=["payload"]),
        erasure=Delete(of=_OWN),
        retention=_WORDS,
    ),
    PersonalData(
        model=Snapshot,
        export=of("document__circle__members__person", without=["words", "authors"]),
        erasure=Delete(of=_OWN),
        retention=_WORDS,
    ),
    PersonalData(
        model=OutsideWrite,
        export=NotPersonal("tells other servers to look again"),
        retention=Days(FORGET_AFTER, "at", compact_notes),
    ),
]
