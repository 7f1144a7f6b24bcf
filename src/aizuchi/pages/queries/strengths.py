"""One's own strengths, and for where it is not easy yet, what worked for others."""

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from aizuchi.feedback.policies import may_see_strengths
from aizuchi.feedback.queries.leanings import Asked
from aizuchi.feedback.queries.strengths import Field, Strengths
from aizuchi.feedback.queries.strengths import get_strengths as get_own_strengths
from aizuchi.hints.queries import HintCard, best_for, hint_of_the_day
from aizuchi.people.models import Person

HINTS = 3


@dataclass(frozen=True, kw_only=True)
class StrengthsPage:
    strengths: Strengths
    hints: list[HintCard]
    """For the combination chosen if that is not easy yet, or else for the weakest; some, where nothing is known."""
    hints_for: Field | None


def get_strengths(
    *,
    viewer: Person,
    now: datetime.datetime,
    period: str,
    chosen: Asked | None = None,
    voices_of: datetime.date | None = None,
) -> StrengthsPage:
    """Http404 for whoever is nobody's mentor; for others than oneself there is no such page."""
    if not may_see_strengths(viewer):
        raise Http404
    today = timezone.localdate(now)
    own = get_own_strengths(viewer=viewer, today=today, period=period, chosen=chosen, voices_of=voices_of)
    lit = _choose_dark_corner(own)
    cells = [(lit.topic.id, lit.response.id)] if lit and lit.topic else []
    found = best_for(viewer=viewer, cells=cells, limit=HINTS, now=now).get(cells[0], []) if cells else []
    if not found and (of_the_day := hint_of_the_day(viewer=viewer, cells=cells, now=now)):
        found, lit = [of_the_day], None
    return StrengthsPage(strengths=own, hints=found, hints_for=lit)


def _choose_dark_corner(strengths: Strengths) -> Field | None:
    chosen = strengths.chosen
    if chosen and chosen.topic and chosen.leaning.looks != "high":
        return chosen
    return next(iter(strengths.weak), None)
