"""What a page needs to know about hints, finished. Every query starts from the viewer."""

from aizuchi.hints.cards import Cell, HintCard, Label
from aizuchi.hints.queries.best import best_for, hint_of_the_day
from aizuchi.hints.queries.hint_list import (
    HintList,
    HintPage,
    find_alike,
    get_hint,
    list_newly_hidden,
    search_hints,
)
from aizuchi.hints.queries.invitation import InvitationToWrite, invitation_for, may_be_invited
from aizuchi.hints.queries.moderation import Case, count_cases, list_cases, list_hidden
from aizuchi.hints.queries.trials import (
    Attempt,
    Occasion,
    list_attempts_to_ask,
    list_kept_for,
    list_occasions,
)
from aizuchi.hints.queries.usage import Usage, usage_by_unit

__all__ = [
    "Attempt",
    "Case",
    "Cell",
    "HintCard",
    "HintList",
    "HintPage",
    "InvitationToWrite",
    "Label",
    "Occasion",
    "Usage",
    "best_for",
    "count_cases",
    "find_alike",
    "get_hint",
    "hint_of_the_day",
    "invitation_for",
    "list_attempts_to_ask",
    "list_cases",
    "list_hidden",
    "list_kept_for",
    "list_newly_hidden",
    "list_occasions",
    "may_be_invited",
    "search_hints",
    "usage_by_unit",
]
