"""What surveys bring to pages that many apps fill."""

from django.db.models import Exists

from aizuchi.surveys.queries.lists import SurveyLine, list_waiting_surveys, open_to
from aizuchi.ui.cards import Context, HomeCard
from aizuchi.ui.facts import Fact

OPEN = Fact(lambda asking: Exists(open_to(asking.viewer, asking.now)))


def list_open_surveys(context: Context) -> list[SurveyLine] | None:
    """Those by name that the viewer has not answered; the others whether or not they did: only their browser knows."""
    return list_waiting_surveys(context.viewer, now=context.now) or None


CARDS = (HomeCard(area="main", order=30, template="surveys/cards/open.html", query=list_open_surveys, only_if=OPEN),)
