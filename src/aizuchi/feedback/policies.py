"""Who may read what was answered."""

import datetime

from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr


def may_see_strengths(viewer: Person) -> bool:
    """One's own, and only for whom others may have answered about: for everybody else there is no such page."""
    return answered_pairs_of(viewer).exists()


def answered_pairs_of(viewer: Person) -> PairQuerySet:
    return Pair.objects.visible_to(viewer).answered_by(viewer)


def may_raise_group_sizes(actor: Person, today: datetime.date) -> bool:
    return is_hr(actor, on=today)


def may_see_unit_results(viewer: Person, today: datetime.date) -> bool:
    """HR, and of groups only; heads and executives get theirs with the insights."""
    return is_hr(viewer, on=today)
