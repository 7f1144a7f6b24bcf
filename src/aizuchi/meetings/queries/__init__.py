"""What a page needs to know about meetings, finished. Every query starts from the viewer."""

from aizuchi.meetings.queries.agenda import Agenda, Item, Response, get_agenda, get_item, list_agendas, list_left_items
from aizuchi.meetings.queries.history import Asked, Page, PastMeeting, Wishes, list_history, list_wishes
from aizuchi.meetings.queries.meetings import (
    MeetingRow,
    count_by_pair,
    find_given_up_date,
    find_next_meeting,
    latest_by_pair,
    list_needing_closing,
    next_by_pair,
    number_of,
    row_of,
    suggest_next_start,
)
from aizuchi.meetings.queries.preparation import (
    Condition,
    Preparations,
    PreparationState,
    Question,
    get_preparations,
    list_conditions,
    list_pre_questions,
)

__all__ = [
    "Agenda",
    "Asked",
    "Condition",
    "Item",
    "MeetingRow",
    "Page",
    "PastMeeting",
    "PreparationState",
    "Preparations",
    "Question",
    "Response",
    "Wishes",
    "count_by_pair",
    "find_given_up_date",
    "find_next_meeting",
    "get_agenda",
    "get_item",
    "get_preparations",
    "latest_by_pair",
    "list_agendas",
    "list_conditions",
    "list_history",
    "list_left_items",
    "list_needing_closing",
    "list_pre_questions",
    "list_wishes",
    "next_by_pair",
    "number_of",
    "row_of",
    "suggest_next_start",
]
