"""Who may answer."""

import datetime

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.people.models import Person


def may_see_eligibility(viewer: Person, eligibility: Eligibility) -> bool:
    return viewer.pk == eligibility.person_id


def may_answer(viewer: Person, eligibility: Eligibility, today: datetime.date) -> bool:
    """As long as the window takes answers; whether somebody did is nowhere to be found."""
    return may_see_eligibility(viewer, eligibility) and eligibility.window.takes_answers_on(today)
