"""One's own strengths, and for where it is not easy yet, what worked for others."""

import datetime
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from aizuchi.feedback.policies import may_see_strengths
from aizuchi.feedback.queries.leanings import Asked
from aizuchi.feedback.queries.strengths import Strengths
from aizuchi.feedback.queries.strengths import get_strengths as get_own_strengths
from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class StrengthsPage:
    strengths: Strengths


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
    return StrengthsPage(strengths=own)
