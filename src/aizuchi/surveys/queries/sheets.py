import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.shortcuts import get_object_or_404
from pydantic import JsonValue

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.answer_links import AnswerLink, may_be_answered_by_link
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.models import AnswerSheet, Survey
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.lengths import estimate_minutes


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    survey: Survey
    definition: Definition
    given: Mapping[str, JsonValue]
    """Empty where it is anonymous: what was begun lies in the browser."""
    is_begun: bool
    """There is something that is not sent yet."""
    is_sent: bool
    is_open: bool
    right: Eligibility | None
    """To answer without a name."""
    known_names: tuple[str, ...] = ()
    """Of whoever answers without a name and of their partners, in every script: what a comment should not hold."""

    @property
    def known_names_json(self) -> str:
        return json.dumps(self.known_names, ensure_ascii=False)

    @property
    def minutes(self) -> int:
        return estimate_minutes(self.definition)

    @property
    def asks_condition(self) -> bool:
        return self.survey.kind == Survey.Kind.CONDITION or self.definition.asks_condition


def get_answer_page(viewer: Person, survey_id: uuid.UUID, *, now: datetime.datetime) -> AnswerPage:
    """Raises Http404 for whoever is not asked."""
    asked = Survey.objects.filter(participants__person=viewer, opened_at__isnull=False)
    survey = get_object_or_404(asked.select_related("organization"), pk=survey_id)
    is_open = policies.may_answer(viewer, survey, now=now)
    right = _find_right(viewer, survey) if survey.is_anonymous and is_open else None
    sheet = AnswerSheet.objects.filter(participant__survey=survey, participant__person=viewer).first()
    return AnswerPage(
        survey=survey,
        definition=survey.read(),
        given=_given(sheet),
        is_begun=sheet is not None and bool(sheet.draft),
        is_sent=sheet is not None and sheet.sent_at is not None,
        is_open=is_open,
        right=right,
        known_names=_list_known_names(viewer, now) if right else (),
    )


def find_answer_page_by_link(link: AnswerLink, *, now: datetime.datetime) -> tuple[Person, AnswerPage] | None:
    """Of whom it was sent to, and empty: None once it is answered or closed, or they are no longer asked or here."""
    person = Person.objects.select_related("organization").filter(pk=link.person_id).first()
    asked = Survey.objects.filter(pk=link.survey_id, participants__person=link.person_id)
    survey = asked.select_related("organization").first()
    if person is None or survey is None or not person.is_active:
        return None
    if not (policies.may_answer(person, survey, now=now) and may_be_answered_by_link(survey)):
        return None
    if AnswerSheet.objects.filter(
        participant__survey=survey, participant__person=person, sent_at__isnull=False
    ).exists():
        return None
    page = AnswerPage(
        survey=survey, definition=survey.read(), given={}, is_begun=False, is_sent=False, is_open=True, right=None
    )
    return person, page


def _given(sheet: AnswerSheet | None) -> Mapping[str, JsonValue]:
    if sheet is None:
        return {}
    given: Mapping[str, JsonValue] = sheet.answers if sheet.draft is None else sheet.draft
    return given


def _find_right(viewer: Person, survey: Survey) -> Eligibility | None:
    """The same question whether or not somebody answered: nothing here knows."""
    rights = Eligibility.objects.visible_to(viewer).of(ASKING).filter(window__subject_key=survey.window_key)
    return rights.select_related("window").first()


def _list_known_names(viewer: Person, now: datetime.datetime) -> tuple[str, ...]:
    pairs = Pair.objects.visible_to(viewer).on(viewer.organization.today(now)).select_related("mentee", "mentor")
    people = [viewer, *(person for pair in pairs for person in (pair.mentee, pair.mentor))]
    return tuple(dict.fromkeys(name for person in people for name in person.name_spellings))
