"""What was written in answer to one question, as it may be read: from five people on, in an order of chance."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.queries.replies import list_states
from aizuchi.surveys.queries.result_access import ResultAccess, access_results
from aizuchi.surveys.queries.results import choose_group
from aizuchi.surveys.results.texts import TextGroup, group_texts
from aizuchi.surveys.structure import Kind, SurveyQuestion
from aizuchi.surveys.structure.definition import OTHER

ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class WrittenLine:
    text: str
    thread_id: uuid.UUID | None
    """To reply to its author."""
    state: str
    """Of the replies, as `list_states` says it; empty where there are none."""


@dataclass(frozen=True, kw_only=True)
class WrittenAnswers:
    survey: Survey
    group_id: uuid.UUID
    question: SurveyQuestion
    groups: list[TextGroup[WrittenLine]]
    page: "Page[TextAnswer]"


def get_written_answers(
    viewer: Person, survey_id: uuid.UUID, code: str, *, group_id: uuid.UUID | None, number: str, now: datetime.datetime
) -> WrittenAnswers:
    """Raises Http404."""
    access = access_results(viewer, survey_id, now=now)
    chosen = choose_group(access, group_id)
    question = access.survey.read().find(code)
    if question is None or chosen not in access.with_words:
        raise Http404
    key = f"{code}.{OTHER}" if question.kind not in {Kind.SHORT_TEXT, Kind.LONG_TEXT} else code
    texts = _within(access, chosen).filter(question=key).order_by("pk")
    page = Paginator(texts, ON_A_PAGE).get_page(number)
    states = list_states({one.thread_id for one in page if one.thread_id})
    lines = [
        WrittenLine(one.text, one.thread_id, states.get(one.thread_id, "") if one.thread_id else "") for one in page
    ]
    return WrittenAnswers(
        survey=access.survey,
        group_id=chosen,
        question=question,
        groups=group_texts(lines, lambda line: line.text),
        page=page,
    )


def _within(access: ResultAccess, chosen: uuid.UUID) -> QuerySet[TextAnswer]:
    if chosen == access.tree.root:
        return TextAnswer.objects.filter(group__survey=access.survey)
    return TextAnswer.objects.filter(group__in=access.tree.walk(chosen))
