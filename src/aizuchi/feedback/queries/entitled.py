"""Whether too few could answer about somebody for anything to be shown. Of the number nothing else is ever told."""

import datetime
from dataclasses import dataclass

from aizuchi.anonymous_answers.models import Eligibility, GroupSize
from aizuchi.anonymous_answers.periods import QUARTER, quarter_start
from aizuchi.feedback.asking import ASKING
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

# The release of a quarter counts people by their rights in it and in the three before, from which answers may wait;
# it may come when the next quarter has begun.
COUNTED = 4 * QUARTER


@dataclass(frozen=True)
class Entitled:
    people: int
    k_band: int
    """The smallest group that was promised to any of them."""

    @property
    def are_too_few(self) -> bool:
        """Nothing at all can be shown, whoever of them answers."""
        return self.people < self.k_band


def count_entitled(mentor: Person, today: datetime.date) -> Entitled:
    """Who had a right within the year, and who meets this mentor now and will get one; a peer, on whichever seat."""
    since = quarter_start(today) - COUNTED
    rights = Eligibility.objects.of(ASKING).filter(subject=mentor, window__quarter_on__gte=since)
    had = rights.values_list("person", "window__k_band")
    pairs = Pair.objects.on(today).answered_by(mentor).values_list("mentee", "mentor")
    people = {person for person, _ in had} | {person for seats in pairs for person in seats}
    sizes = {size for _, size in had} or {_usual_size(mentor)}
    return Entitled(people=len(people - {mentor.pk}), k_band=min(sizes))


def _usual_size(mentor: Person) -> int:
    size = GroupSize.of(mentor.organization_id)
    return size.k_band
