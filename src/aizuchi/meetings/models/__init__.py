from aizuchi.meetings.models.meetings import (
    AgendaItem,
    AgendaItemQuerySet,
    DateWish,
    Meeting,
    MeetingQuerySet,
    Preparation,
    PreQuestion,
    ScheduledQuarter,
    TalkRequest,
)
from aizuchi.meetings.models.openings import BriefOpening
from aizuchi.meetings.models.series import Series
from aizuchi.meetings.models.slots import ProposedSlot, SlotProposal

__all__ = [
    "AgendaItem",
    "AgendaItemQuerySet",
    "BriefOpening",
    "DateWish",
    "Meeting",
    "MeetingQuerySet",
    "PreQuestion",
    "Preparation",
    "ProposedSlot",
    "ScheduledQuarter",
    "Series",
    "SlotProposal",
    "TalkRequest",
]
