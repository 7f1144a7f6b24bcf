"""Where searching one's notes lies in the menu, and how long they are kept."""

import datetime

from django.utils.translation import gettext_lazy as _

from aizuchi.notes.policies import may_set_retention
from aizuchi.people.models import Person
from aizuchi.ui.navigation import SEARCH, Tab


def _sets_retention(viewer: Person, on: datetime.date) -> bool:
    return may_set_retention(viewer, on=on)


ENTRIES = (
    Tab(door=SEARCH, url="notes:search", label=_("Search my notes"), order=20),
    Tab(door="setup", url="notes:keeping", label=_("How long notes are kept"), order=50, may_see=_sets_retention),
)
