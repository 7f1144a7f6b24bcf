"""What surveys bring to pages that many apps fill."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, Q

from aizuchi.anonymous_answers.models import ReplyBoard
from aizuchi.people.models import Person
from aizuchi.surveys.models import OwnCurvePause, OwnCurveShare, OwnReading
from aizuchi.surveys.own_curve_words import DrawnLine, draw_lines
from aizuchi.surveys.queries.lists import SurveyLine, list_waiting_surveys, open_to
from aizuchi.surveys.queries.own_curve import get_shown_curve, is_own_curve_due
from aizuchi.surveys.queries.replies import BoardLine, list_boards
from aizuchi.ui.cards import BriefCard, Context, HomeCard
from aizuchi.ui.facts import Asking, Fact

MOST_FIRST = 3
SHORTEST_MONTH = datetime.timedelta(days=28)

OPEN = Fact(lambda asking: Exists(open_to(asking.viewer, asking.now)))
BOARDS = Fact(lambda asking: Exists(ReplyBoard.objects.fetched_by(asking.viewer, asking.today)))


def _wants_own_curve(asking: Asking) -> Exists:
    """Nobody of whom anything is kept of the last four weeks, or who does not want to be asked. The day is handed on as
    it is, so that at the very end of a month the card itself looks again."""
    lately = OwnReading.objects.filter(person=asking.viewer, month__gt=asking.today - SHORTEST_MONTH)
    paused = OwnCurvePause.objects.filter(person=asking.viewer)
    paused = paused.filter(Q(until_on__isnull=True) | Q(until_on__gt=asking.today))
    return Exists(Person.objects.filter(~Exists(lately), ~Exists(paused), pk=asking.viewer.pk))


OWN_CURVE = Fact(_wants_own_curve)
# Of the 1on1 that a brief is about.
SHOWN_CURVE = Fact(
    lambda asking: Exists(OwnCurveShare.objects.filter(pair__meetings=asking.subject.pk).exclude(person=asking.viewer))
)


@dataclass(frozen=True, kw_only=True)
class ShownCurveCard:
    partner: Person
    drawn: list[DrawnLine]

    @property
    def first(self) -> list[DrawnLine]:
        """What is read in ten seconds: how they have been, and what weighs on them. All else is folded."""
        return [line for number, line in enumerate(self.drawn) if number == 0 or line.is_low][:MOST_FIRST]


def list_open_surveys(context: Context) -> list[SurveyLine] | None:
    """Those by name that the viewer has not answered; the others whether or not they did: only their browser knows."""
    return list_waiting_surveys(context.viewer, now=context.now) or None


def list_reply_boards(context: Context) -> list[BoardLine] | None:
    """For everybody who was asked: only their browser knows whether anything there is for them."""
    return list_boards(context.viewer, now=context.now) or None


def find_due_own_curve(context: Context) -> bool | None:
    """Once a month, until it is answered or put off."""
    at_the_end = context.today.day > SHORTEST_MONTH.days
    return True if not at_the_end or is_own_curve_due(context.viewer, context.today) else None


def get_shown_curve_card(context: Context) -> ShownCurveCard | None:
    """What the partner shows the viewer of how they have been."""
    pair = context.subject.pair
    drawn = draw_lines(get_shown_curve(viewer=context.viewer, pair=pair, now=context.now))
    return ShownCurveCard(partner=pair.partner_of(context.viewer), drawn=drawn) if drawn else None


CARDS = (
    HomeCard(area="main", order=30, template="surveys/cards/open.html", query=list_open_surveys, only_if=OPEN),
    HomeCard(area="main", order=31, template="surveys/cards/replies.html", query=list_reply_boards, only_if=BOARDS),
    HomeCard(
        area="aside", order=15, template="surveys/cards/own_curve.html", query=find_due_own_curve, only_if=OWN_CURVE
    ),
    BriefCard(
        area="memory",
        order=35,
        template="surveys/cards/shown_curve.html",
        query=get_shown_curve_card,
        only_if=SHOWN_CURVE,
    ),
)
