"""What the two do with their 1on1s, one module per use case."""

from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.operations.agenda import (
    Subject,
    add_item,
    carry_item_over,
    order_items,
    remove_item,
    restore_item,
    shift_item,
)
from aizuchi.meetings.operations.arrangement import Arrangement, arrangement_of
from aizuchi.meetings.operations.dates import Date
from aizuchi.meetings.operations.documents import make_private_note
from aizuchi.meetings.operations.extend_series import extend_series, list_series_to_extend
from aizuchi.meetings.operations.hold import (
    close_meeting,
    confirm_held,
    deny_held,
    end_meeting,
    go_to_item,
    mark_talked,
    resume_meeting,
    start_meeting,
    stop_asking,
    take_start_back,
)
from aizuchi.meetings.operations.item_fields import choose_decider, choose_response, set_item_minutes, write_comment
from aizuchi.meetings.operations.next_date import drop_date_wish, wish_for_date
from aizuchi.meetings.operations.next_meeting import (
    cancel_meetings_of_ended_pairs,
    ensure_next_meeting,
    ensure_next_meetings,
)
from aizuchi.meetings.operations.prepare import (
    check_condition,
    choose_format,
    finish_preparation,
    name_intent,
    reopen_preparation,
    send_pre_question,
    share_condition,
    take_back_pre_question,
)
from aizuchi.meetings.operations.proposals import decline_proposal, propose_slots, withdraw_proposal
from aizuchi.meetings.operations.quarter import access_scheduled_quarter, schedule_quarter, take_back_quarter
from aizuchi.meetings.operations.schedule import cancel_meeting, move_meeting, restore_meeting, schedule_meeting
from aizuchi.meetings.operations.series import (
    PairPlan,
    create_series,
    leave_out,
    move_series,
    preview_move,
    preview_repeat,
    repeat_meetings,
    resume_series,
    stop_series,
)
from aizuchi.meetings.operations.slots import take_slot
from aizuchi.meetings.operations.talk import answer_talk, ask_for_talk, forget_old_talks, take_talk_day, withdraw_talk

__all__ = [
    "Arrangement",
    "Date",
    "PairPlan",
    "Subject",
    "access_meeting",
    "access_scheduled_quarter",
    "add_item",
    "answer_talk",
    "arrangement_of",
    "ask_for_talk",
    "cancel_meeting",
    "cancel_meetings_of_ended_pairs",
    "carry_item_over",
    "check_condition",
    "choose_decider",
    "choose_format",
    "choose_response",
    "close_meeting",
    "confirm_held",
    "create_series",
    "decline_proposal",
    "deny_held",
    "drop_date_wish",
    "end_meeting",
    "ensure_next_meeting",
    "ensure_next_meetings",
    "extend_series",
    "finish_preparation",
    "forget_old_talks",
    "go_to_item",
    "leave_out",
    "list_series_to_extend",
    "make_private_note",
    "mark_talked",
    "move_meeting",
    "move_series",
    "name_intent",
    "order_items",
    "preview_move",
    "preview_repeat",
    "propose_slots",
    "remove_item",
    "reopen_preparation",
    "repeat_meetings",
    "restore_item",
    "restore_meeting",
    "resume_meeting",
    "resume_series",
    "schedule_meeting",
    "schedule_quarter",
    "send_pre_question",
    "set_item_minutes",
    "share_condition",
    "shift_item",
    "start_meeting",
    "stop_asking",
    "stop_series",
    "take_back_pre_question",
    "take_back_quarter",
    "take_slot",
    "take_start_back",
    "take_talk_day",
    "wish_for_date",
    "withdraw_proposal",
    "withdraw_talk",
    "write_comment",
]
