"""What calendars bring to pages that many apps fill."""

from aizuchi.calendars.queries.settings import QuestionRow, list_questions
from aizuchi.ui.cards import Context, HomeCard


def list_open_questions(context: Context) -> list[QuestionRow] | None:
    """What a change in the viewer's own calendar left open."""
    return list_questions(viewer=context.viewer, now=context.now) or None


CARDS = (HomeCard(area="main", order=30, template="calendars/cards/questions.html", query=list_open_questions),)
