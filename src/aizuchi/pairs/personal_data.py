from aizuchi.kernel.personal_data import FOREVER, Clear, Keep, NotPersonal, PersonalData, With, of
from aizuchi.pairs.models import FormerRhythm, Pair, Proposal, RhythmChange, Theme, UsualRhythm

PERSONAL_DATA = [
    PersonalData(
        model=Pair,
        export=of("mentee", "mentor"),
        erasure=[Clear(("care",), of=("mentor",)), Clear(("wish",), of=("mentee",))],
        retention=FOREVER,
    ),
    PersonalData(model=Theme, export=of("pair__mentee", "pair__mentor"), erasure=With("pair"), retention=With("pair")),
    PersonalData(
        model=Proposal,
        export=of("mentee", "mentor", "proposed_by"),
        erasure=Clear(("words",), of=("proposed_by",)),
        retention=FOREVER,
    ),
    PersonalData(model=UsualRhythm, export=NotPersonal("a rule of the organization"), retention=FOREVER),
    PersonalData(
        model=RhythmChange,
        export=of("actor"),
        erasure=Keep("what was decided for many pairs"),
        retention=FOREVER,
    ),
    PersonalData(
        model=FormerRhythm,
        export=of("pair__mentee", "pair__mentor"),
        erasure=With("pair"),
        retention=With("change"),
    ),
]
