"""Where TODOs lie in the menu."""

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aizuchi.actions.queries import count_open
from aizuchi.people.models import Person
from aizuchi.ui.navigation import Door, Tab, Waiting


def _count(viewer: Person, on: datetime.date) -> Waiting:
    count = count_open(viewer=viewer)
    return Waiting(count, ngettext("%(count)d open", "%(count)d open", count) % {"count": count})


ENTRIES = (
    Door(name="actions", label=_("TODO"), icon="circle-check", order=30, weight=50, otherwise="board"),
    Tab(door="actions", url="actions:list", label=_("TODO"), order=20, count=_count),
)
