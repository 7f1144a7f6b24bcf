"""An answer in words: for a sentence that repeats it, and to look it over."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import JsonValue

from aizuchi.surveys.structure import Kind, SurveyQuestion
from aizuchi.surveys.structure.conditions import NOT_APPLICABLE
from aizuchi.surveys.structure.definition import OTHER

NOTHING = "…"
BETWEEN = {"ja": "、", "en": ", "}


def say_answer(question: SurveyQuestion, given: JsonValue, other: str, language: str) -> str:
    """Empty where nothing is given. What does not fit is said as it was typed."""
    codes = [str(one) for one in given] if isinstance(given, list) else [str(given)] if given else []
    if not codes:
        return ""
    if codes == [NOT_APPLICABLE]:
        return _("Does not apply")
    if question.kind in {Kind.NUMBER, Kind.ZERO_TO_TEN, Kind.DATE, Kind.SHORT_TEXT, Kind.LONG_TEXT}:
        return codes[0]
    said = [_say_code(question, code, other, language) for code in codes]
    return BETWEEN.get(language, ", ").join(said)


def _say_code(question: SurveyQuestion, code: str, other: str, language: str) -> str:
    if code == OTHER and question.takes_other:
        return other or _("Something else")
    row, _colon, step = code.rpartition(":") if question.kind == Kind.MATRIX else ("", "", code)
    steps = {choice.code: choice.words.in_language(language) for choice in question.choices}
    rows = {choice.code: choice.words.in_language(language) for choice in question.rows}
    said = steps.get(step, step)
    colon = pgettext("between a word and what it means", ": ")
    return f"{rows.get(row, row)}{colon}{said}" if row else said


def list_values(question: SurveyQuestion, language: str) -> dict[str, str]:
    """What a condition can compare its answer with, in words; empty where that is a number, a day or any words."""
    codes = [choice.code for choice in question.choices] + [OTHER] * question.takes_other
    if question.kind == Kind.MATRIX:
        codes = [f"{row.code}:{step}" for row in question.rows for step in codes]
    return {code: _say_code(question, code, "", language) for code in codes}
