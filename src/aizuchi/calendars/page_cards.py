"""What calendars bring to pages that many apps fill."""

from django.db.models import Exists

from aizuchi.calendars.queries.settings import QuestionRow, list_questions, questions_to
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact

QUESTIONS = Fact(lambda asking: Exists(questions_to(asking.viewer, asking.now)))


def list_open_questions(context: Context) -> list[QuestionRow] | None:
    """What a change in the viewer's own calendar left open."""
    return list_questions(viewer=context.viewer, now=context.now) or None


CARDS = (
    HomeCard(
        area="main", order=30, template="calendars/cards/questions.html", query=list_open_questions, only_if=QUESTIONS
    ),
)
