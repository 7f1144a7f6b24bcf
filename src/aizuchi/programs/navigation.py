"""Where programs lie in the menu: a door of their own for those who look after them, beside 1on1s for all others."""

import datetime

from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Person
from aizuchi.programs.policies import may_set_up
from aizuchi.ui.navigation import AccountEntry, Door, Tab


def _looks_after_some(viewer: Person, on: datetime.date) -> bool:
    return may_set_up(viewer, on=on)


def _takes_part(viewer: Person, on: datetime.date) -> bool:
    return not may_set_up(viewer, on=on)


ENTRIES = (
    Door(name="programs", label=_("Programs"), icon="users-round", order=65, weight=68, otherwise="board"),
    Tab(door="programs", url="programs:list", label=_("Programs"), order=10, may_see=_looks_after_some),
    Tab(door="board", url="programs:list", label=_("Programs"), order=40, may_see=_takes_part),
    Tab(door="board", url="programs:directory", label=_("Glad to be asked"), order=45),
    AccountEntry(url="programs:learned", label=_("What I take along"), icon="sprout", order=16),
)
