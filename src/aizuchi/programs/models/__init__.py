from aizuchi.programs.models.match import Match, MatchDraft, Unmatched
from aizuchi.programs.models.participant import Application, DirectoryEntry, OfferedSlot, Participant, Wish
from aizuchi.programs.models.program import FlowStep, Program, ProgramTheme
from aizuchi.programs.models.running import (
    Agreement,
    EndChoice,
    FitAnswer,
    LearningLine,
    PartnerChange,
    ProgramGathering,
    ProgramSurvey,
)

__all__ = [
    "Agreement",
    "Application",
    "DirectoryEntry",
    "EndChoice",
    "FitAnswer",
    "FlowStep",
    "LearningLine",
    "Match",
    "MatchDraft",
    "OfferedSlot",
    "Participant",
    "PartnerChange",
    "Program",
    "ProgramGathering",
    "ProgramSurvey",
    "ProgramTheme",
    "Unmatched",
    "Wish",
]
