"""lists: what there is and what waits · builder: a draft as it is built · preview: whom it would ask
own_curve: how one person has been · topics_offered: what to bring to a 1on1 · support_contacts: to whom to turn
sheets: what somebody is asked · result_access: who reads what came of it · results: of one group
named_answers: of one person · named_sums: of a survey by name, for HR · release: that it happened once
over_time: of several surveys · together: what goes with what
written_answers: in somebody's own words · tool_results: what a table of another tool would become
replies: to what was written without a name
reading_meeting: of a unit that reads it together"""

from aizuchi.surveys.queries.builder import BuilderPage, get_builder
from aizuchi.surveys.queries.lists import SurveyList, list_surveys
from aizuchi.surveys.queries.named_answers import NamedAnswers, list_named_answers
from aizuchi.surveys.queries.over_time import OverTime, get_over_time
from aizuchi.surveys.queries.own_curve import get_own_curve
from aizuchi.surveys.queries.preview import AskedPreview, preview_asked
from aizuchi.surveys.queries.reading_meeting import ReadingMeeting, get_reading_meeting
from aizuchi.surveys.queries.release import find_release
from aizuchi.surveys.queries.replies import ReplyPage, get_reply_page
from aizuchi.surveys.queries.result_access import list_results
from aizuchi.surveys.queries.results import Results, get_results
from aizuchi.surveys.queries.sheets import AnswerPage, find_answer_page_by_link, get_answer_page
from aizuchi.surveys.queries.support_contacts import list_support_contacts
from aizuchi.surveys.queries.together import Together, get_together
from aizuchi.surveys.queries.tool_results import ToolResults, recall_mapping
from aizuchi.surveys.queries.topics_offered import offer_topics
from aizuchi.surveys.queries.written_answers import WrittenAnswers, get_written_answers

__all__ = [
    "AnswerPage",
    "AskedPreview",
    "BuilderPage",
    "NamedAnswers",
    "OverTime",
    "ReadingMeeting",
    "ReplyPage",
    "Results",
    "SurveyList",
    "Together",
    "ToolResults",
    "WrittenAnswers",
    "find_answer_page_by_link",
    "find_release",
    "get_answer_page",
    "get_builder",
    "get_over_time",
    "get_own_curve",
    "get_reading_meeting",
    "get_reply_page",
    "get_results",
    "get_together",
    "get_written_answers",
    "list_named_answers",
    "list_results",
    "list_support_contacts",
    "list_surveys",
    "offer_topics",
    "preview_asked",
    "recall_mapping",
]
