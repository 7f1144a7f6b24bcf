"""Which questions of a survey were asked before in its series, so that their answers can be compared."""

from django.utils.translation import gettext as _

from aizuchi.people.models import Person
from aizuchi.surveys.models import Survey
from aizuchi.surveys.results.lines import ResultLine
from aizuchi.surveys.structure import SurveyQuestion

MOST_VERSIONS = 12
"""A pulse asks each of its questions at least once in so many rounds."""


def compare_with_before(viewer: Person, survey: Survey) -> dict[str, str]:
    """By the code of a question, in words; nothing for the first of a series."""
    versions = Survey.objects.visible_to(viewer).filter(series=survey.series, opened_at__isnull=False)
    if survey.opened_at:
        versions = versions.filter(opened_at__lt=survey.opened_at)
    definitions = [one.read() for one in versions.distinct().order_by("-opened_at")[:MOST_VERSIONS]]
    if not definitions:
        return {}
    said: dict[str, str] = {}
    for question in survey.read().list_questions():
        if question.asks:
            found = (one for definition in definitions if (one := definition.find(question.code)))
            said[question.code] = _say(question, next(found, None))
    return said


def _say(question: SurveyQuestion, before: SurveyQuestion | None) -> str:
    if before is None:
        return _("Asked for the first time")
    same_rows = [row.code for row in question.rows] == [row.code for row in before.rows]
    if same_rows and ResultLine(question).is_comparable(ResultLine(before)):
        return _("Can be compared with the time before")
    return _("Cannot be compared with the time before: other answers are possible")
