from aizuchi.actions.models import ActionItem, Move
from aizuchi.kernel.personal_data import PersonalData, With, of

PERSONAL_DATA = [
    PersonalData(
        model=ActionItem,
        export=of("pair__mentee", "pair__mentor"),
        erasure=With("pair"),
        retention=With("pair"),
        mentions=["owner", "created_by"],
    ),
    PersonalData(
        model=Move,
        export=of("action__pair__mentee", "action__pair__mentor"),
        erasure=With("action"),
        retention=With("action"),
        mentions=["moved_by"],
    ),
]
