"""A spelling mistake of a survey that is out is put right, and kept for those who read its result."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction

from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations.access import lock_survey, record_step
from aizuchi.surveys.operations.drafts import fill_in
from aizuchi.surveys.refusals import MoreThanSpelling, OnlyWhileOut
from aizuchi.surveys.structure import Words
from aizuchi.surveys.structure.spelling import WordsPlace, is_spelling, map_words

Typed = Mapping[tuple[WordsPlace, str], str]
"""By place and language."""


@transaction.atomic
def correct_spelling(
    *, actor: Person, survey_id: uuid.UUID, typed: Typed, revision: int, now: datetime.datetime
) -> Survey:
    """Raises OnlyWhileOut, Stale, MoreThanSpelling."""
    survey = lock_survey(actor=actor, survey_id=survey_id, now=now)
    if not survey.takes_answers(now):
        raise OnlyWhileOut
    if survey.revision != revision:
        raise Stale
    first = {(one.place, one.language): one.before for one in reversed(survey.list_corrections())}
    made: list[dict[str, str]] = []
    today = survey.organization.today(now)

    def change(place: WordsPlace, words: Words) -> Words:
        for language in ("ja", "en"):
            before: str = getattr(words, language)
            after = typed.get((place, language), before)
            if after == before:
                continue
            if not is_spelling(before, after) or not is_spelling(first.get((place, language), before), after):
                raise MoreThanSpelling
            made.append(_note(place, language, before, after, today))
            words = replace(words, **{language: after})
        return words

    definition = map_words(survey.read(), change)
    if not made:
        return survey
    survey.corrections = [*survey.corrections, *made]
    survey.revision += 1
    fill_in(survey, definition, now)
    survey.save(
        update_fields=["definition", "title_ja", "title_en", "minutes", "revision", "corrections", "changed_at"]
    )
    record_step(survey, "corrected", actor, now)
    return survey


def _note(place: WordsPlace, language: str, before: str, after: str, on: datetime.date) -> dict[str, str]:
    told = {"code": place.code, "name": place.name, "choice": place.choice}
    return {**told, "language": language, "before": before, "after": after, "on": on.isoformat()}
