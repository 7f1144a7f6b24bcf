"""What a survey asks, as values: sections, questions, conditions. Pure; knows neither tables nor requests.

definition   the dataclasses of which a survey is made
conditions   whether a question is asked, given what was answered before it
reachable    which questions anybody can be asked at all, and which nobody ever is
faults       everything that keeps a survey from being opened, in one list
"""

from aizuchi.surveys.structure.conditions import Answers, list_asked
from aizuchi.surveys.structure.definition import (
    AllOf,
    AnyOf,
    Choice,
    Comparison,
    Condition,
    Definition,
    Demand,
    Kind,
    Operator,
    Section,
    SurveyQuestion,
    Words,
)
from aizuchi.surveys.structure.faults import Fault, FaultKind, list_faults
from aizuchi.surveys.structure.reachable import Reach, find_reach

__all__ = [
    "AllOf",
    "Answers",
    "AnyOf",
    "Choice",
    "Comparison",
    "Condition",
    "Definition",
    "Demand",
    "Fault",
    "FaultKind",
    "Kind",
    "Operator",
    "Reach",
    "Section",
    "SurveyQuestion",
    "Words",
    "find_reach",
    "list_asked",
    "list_faults",
]
