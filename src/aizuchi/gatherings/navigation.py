"""Where gatherings lie in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.ui.navigation import Tab

ENTRIES = (Tab(door="board", url="gatherings:list", label=_("Gatherings"), order=60),)
