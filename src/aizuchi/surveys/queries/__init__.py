"""lists: what there is and what waits · builder: a draft as it is built · sheets: what somebody is asked"""

from aizuchi.surveys.queries.builder import BuilderPage, get_builder
from aizuchi.surveys.queries.lists import SurveyList, list_surveys
from aizuchi.surveys.queries.sheets import AnswerPage, get_answer_page

__all__ = ["AnswerPage", "BuilderPage", "SurveyList", "get_answer_page", "get_builder", "list_surveys"]
