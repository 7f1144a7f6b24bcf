"""Where TODOs lie in the menu."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aizuchi.actions.queries import open_of
from aizuchi.ui.facts import Fact, count_rows
from aizuchi.ui.navigation import CountedBy, Door, Tab

OPEN = Fact(lambda asking: count_rows(open_of(asking.viewer)))


def _say(count: int) -> str:
    return ngettext("%(count)d open", "%(count)d open", count) % {"count": count}


ENTRIES = (
    Door(name="actions", label=_("TODO"), icon="circle-check", order=30, weight=50, otherwise="board"),
    Tab(door="actions", url="actions:list", label=_("TODO"), order=20, counted_by=CountedBy(OPEN, _say)),
)
