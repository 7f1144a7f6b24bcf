from aizuchi.kernel.personal_data import FOREVER, Clear, Days, Delete, Keep, PersonalData, With, of
from aizuchi.meetings.models import (
    AgendaItem,
    BriefOpening,
    DateWish,
    Meeting,
    Preparation,
    PreQuestion,
    ProposedSlot,
    ScheduledQuarter,
    Series,
    SlotProposal,
    TalkRequest,
)
from aizuchi.meetings.operations.talk import KEPT
from aizuchi.meetings.tasks import forget_talks

_OF_THE_PAIR = of("pair__mentee", "pair__mentor")
_OF_THE_MEETING = of("meeting__pair__mentee", "meeting__pair__mentor")

PERSONAL_DATA = [
    PersonalData(
        model=Series,
        export=_OF_THE_PAIR,
        erasure=With("pair"),
        retention=With("pair"),
        mentions=["created_by"],
    ),
    PersonalData(
        model=ScheduledQuarter,
        export=of("scheduled_by"),
        erasure=Keep("says of others' 1on1s that they were arranged together"),
        retention=FOREVER,
    ),
    PersonalData(
        model=Meeting,
        export=_OF_THE_PAIR,
        erasure=With("pair"),
        retention=With("pair"),
        mentions=["not_begun_by", "cancelled_by", "edited_by"],
    ),
    PersonalData(
        model=AgendaItem,
        export=_OF_THE_MEETING,
        erasure=Clear(("comment",), of=("owner",)),
        retention=With("meeting"),
        mentions=["added_by"],
    ),
    PersonalData(model=Preparation, export=of("person"), erasure=Delete(), retention=With("meeting")),
    PersonalData(model=BriefOpening, export=of("person"), erasure=Delete(), retention=With("meeting")),
    PersonalData(
        model=PreQuestion,
        export=_OF_THE_MEETING,
        erasure=With("meeting"),
        retention=With("meeting"),
        mentions=["asked_by"],
    ),
    PersonalData(model=DateWish, export=of("person"), erasure=Delete(), retention=With("meeting")),
    PersonalData(
        model=TalkRequest,
        export=_OF_THE_PAIR,
        erasure=With("pair"),
        retention=Days(KEPT, "created_at", forget_talks),  # one whose day is still to come, after that day
        mentions=["asked_by"],
    ),
    PersonalData(
        model=SlotProposal,
        export=_OF_THE_PAIR,
        erasure=With("pair"),
        retention=With("pair"),
        mentions=["proposed_by"],
    ),
    PersonalData(
        model=ProposedSlot,
        export=of("proposal__pair__mentee", "proposal__pair__mentor"),
        erasure=With("proposal"),
        retention=With("proposal"),
    ),
]
