"""Conditions and repeated answers, said to whoever builds the survey: asked only if this and that."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from aizuchi.surveys.answer_words import list_values
from aizuchi.surveys.structure import AllOf, AnyOf, Comparison, Condition, Definition, Operator, SurveyQuestion
from aizuchi.surveys.structure.insertions import split_words


def say_condition(condition: Condition, definition: Definition, language: str) -> str:
    return _("Asked only if %(condition)s") % {"condition": _say(condition, definition, language)}


def join_conditions(conditions: Iterable[Condition | None], definition: Definition, language: str) -> str:
    """That all of them hold; empty where there are none."""
    found = tuple(one for one in conditions if one is not None)
    if not found:
        return ""
    return say_condition(found[0] if len(found) == 1 else AllOf(found), definition, language)


def say_sentence(words: str, definition: Definition, language: str) -> str:
    """Instead of the mark of an earlier answer, whose answer it is."""
    said: list[str] = []
    for part in split_words(words):
        asked = definition.find(part.code) if part.code else None
        told = {"question": asked.words.in_language(language) if asked else part.code}
        said.append(_("[answer to “%(question)s”]") % told if part.code else part.text)
    return "".join(said)


def _say(condition: Condition, definition: Definition, language: str) -> str:
    match condition:
        case Comparison():
            return _say_comparison(condition, definition, language)
        case AllOf(parts):
            return _(" and ").join(_say_part(part, definition, language) for part in parts)
        case AnyOf(parts):
            return _(" or ").join(_say_part(part, definition, language) for part in parts)


def _say_part(condition: Condition, definition: Definition, language: str) -> str:
    """A group inside a group in brackets, or "and" and "or" could be read two ways."""
    said = _say(condition, definition, language)
    return said if isinstance(condition, Comparison) else _("(%(condition)s)") % {"condition": said}


def _say_comparison(comparison: Comparison, definition: Definition, language: str) -> str:
    question = definition.find(comparison.question)
    told = {
        "question": question.words.in_language(language) if question else comparison.question,
        "answer": _say_value(comparison, question, language),
    }
    return SENTENCES[comparison.operator]() % told


def _say_value(comparison: Comparison, question: SurveyQuestion | None, language: str) -> str:
    words = list_values(question, language) if question else {}
    return words.get(str(comparison.value), str(comparison.value))


SENTENCES = {
    Operator.IS: lambda: _("“%(question)s” is “%(answer)s”"),
    Operator.IS_NOT: lambda: _("“%(question)s” is not “%(answer)s”"),
    Operator.AT_LEAST: lambda: _("“%(question)s” is at least “%(answer)s”"),
    Operator.MORE_THAN: lambda: _("“%(question)s” is more than “%(answer)s”"),
    Operator.AT_MOST: lambda: _("“%(question)s” is at most “%(answer)s”"),
    Operator.LESS_THAN: lambda: _("“%(question)s” is less than “%(answer)s”"),
    Operator.INCLUDES: lambda: _("“%(question)s” includes “%(answer)s”"),
    Operator.INCLUDES_NOT: lambda: _("“%(question)s” does not include “%(answer)s”"),
    Operator.IS_ANSWERED: lambda: _("“%(question)s” is answered"),
    Operator.IS_NOT_ANSWERED: lambda: _("“%(question)s” is not answered"),
}
