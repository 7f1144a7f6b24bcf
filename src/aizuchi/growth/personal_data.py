from aizuchi.growth.models import Spark, ThankYouNote
from aizuchi.kernel.personal_data import ByRule, PersonalData, With, of
from aizuchi.notes.tasks import destroy_old_notes

_OF_THE_PAIR = of("pair__mentee", "pair__mentor")

PERSONAL_DATA = [
    PersonalData(
        model=Spark, export=_OF_THE_PAIR, erasure=With("pair"), retention=With("pair"), mentions=["written_by"]
    ),
    PersonalData(
        model=ThankYouNote,
        export=_OF_THE_PAIR,
        erasure=With("pair"),
        retention=ByRule(destroy_old_notes, "its words, with the key of the pair's notes"),
        mentions=["author"],
    ),
]
