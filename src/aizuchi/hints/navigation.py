"""Where hints lie in the menu, and looking after them."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from aizuchi.hints.policies import may_look_after_hints
from aizuchi.hints.queries import count_cases
from aizuchi.people.models import Person
from aizuchi.ui.navigation import Door, Tab, Waiting


def _looks_after(viewer: Person, on: datetime.date) -> bool:
    return may_look_after_hints(viewer, timezone.now())


def _count(viewer: Person, on: datetime.date) -> Waiting:
    count = count_cases(viewer=viewer)
    return Waiting(count, ngettext("%(count)d reported", "%(count)d reported", count) % {"count": count})


ENTRIES = (
    Door(name="hints", label=pgettext_lazy("menu", "Hints"), icon="lamp-desk", order=50, weight=30, otherwise="board"),
    Tab(door="hints", url="hints:hint_list", label=pgettext_lazy("menu", "Hints"), order=40),
    Tab(
        door="setup",
        url="hints:moderation",
        label=_("Look after hints"),
        order=40,
        may_see=_looks_after,
        count=_count,
        also=("/hints/packs/",),
    ),
)
