"""tool_results: read in what another tool asked, take it out
agreeing: on what to try, carried into 1on1s · drafts: build and take back · opening: settle, open
answering: keep, send · closing: close and add up · release: close what was asked without names
plans: every month some questions of a draft · sharing: with those who were asked
clarity: at the end of a 1on1 · own_readings: a person's own curve · support_contacts: to whom people can turn
spelling: put right while it is out"""

from aizuchi.surveys.operations.agreeing import carry_into_1on1, write_agreement
from aizuchi.surveys.operations.answering import keep_answers, send_answers, send_answers_by_link
from aizuchi.surveys.operations.clarity import keep_clarity, wish_for_clarity
from aizuchi.surveys.operations.closing import close_survey
from aizuchi.surveys.operations.drafts import (
    change_definition,
    copy_survey,
    create_survey,
    do_change_again,
    remove_draft,
    take_back_change,
)
from aizuchi.surveys.operations.named_reading import read_named_answers
from aizuchi.surveys.operations.opening import open_survey, settle_survey, unsettle_survey
from aizuchi.surveys.operations.own_readings import (
    hide_own_curve,
    keep_own_readings,
    pause_own_curve,
    remove_own_readings,
    show_own_curve,
)
from aizuchi.surveys.operations.plans import open_round, start_plan, stop_plan
from aizuchi.surveys.operations.replying import reply_to_words
from aizuchi.surveys.operations.sharing import share_results
from aizuchi.surveys.operations.spelling import correct_spelling
from aizuchi.surveys.operations.support_contacts import keep_support_contact, remove_support_contact
from aizuchi.surveys.operations.tool_results import (
    ToolTerms,
    look_at_results,
    read_in_results,
    take_out_results,
)

__all__ = [
    "ToolTerms",
    "carry_into_1on1",
    "change_definition",
    "close_survey",
    "copy_survey",
    "correct_spelling",
    "create_survey",
    "do_change_again",
    "hide_own_curve",
    "keep_answers",
    "keep_clarity",
    "keep_own_readings",
    "keep_support_contact",
    "look_at_results",
    "open_round",
    "open_survey",
    "pause_own_curve",
    "read_in_results",
    "read_named_answers",
    "remove_draft",
    "remove_own_readings",
    "remove_support_contact",
    "reply_to_words",
    "send_answers",
    "send_answers_by_link",
    "settle_survey",
    "share_results",
    "show_own_curve",
    "start_plan",
    "stop_plan",
    "take_back_change",
    "take_out_results",
    "unsettle_survey",
    "wish_for_clarity",
    "write_agreement",
]
