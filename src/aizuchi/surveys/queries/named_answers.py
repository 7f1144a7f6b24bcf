"""What people answered by name, for those of whom it was told that they read it."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from aizuchi.people.models import Person
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.queries.result_access import access_results
from aizuchi.surveys.queries.results import choose_group

ON_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class NamedAnswers:
    survey: Survey
    group_id: uuid.UUID
    page: "Page[AnswerSheet]"


def list_named_answers(
    viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, number: str, now: datetime.datetime
) -> NamedAnswers:
    """Of a group and what lies below it. Raises Http404."""
    access = access_results(viewer, survey_id, now=now)
    chosen = choose_group(access, group_id)
    if access.survey.is_anonymous is not False or chosen not in access.with_words:
        raise Http404
    sheets = _sent(access.survey).filter(participant__group__in=access.tree.walk(chosen))
    page = Paginator(
        sheets.order_by("participant__person__family_kana", "participant__person__given_kana", "pk"), ON_A_PAGE
    ).get_page(number)
    return NamedAnswers(survey=access.survey, group_id=chosen, page=page)


def access_named_answers(
    viewer: Person, survey_id: uuid.UUID, sheet_id: uuid.UUID, *, now: datetime.datetime
) -> AnswerSheet:
    """Raises Http404."""
    access = access_results(viewer, survey_id, now=now)
    if access.survey.is_anonymous is not False:
        raise Http404
    return get_object_or_404(_sent(access.survey).filter(participant__group__in=access.with_words), pk=sheet_id)


def _sent(survey: Survey) -> QuerySet[AnswerSheet]:
    sent = AnswerSheet.objects.filter(participant__survey=survey, sent_at__isnull=False)
    return sent.select_related("participant__person", "participant__group__unit", "participant__survey__organization")
