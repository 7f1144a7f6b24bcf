"""Where surveys lie in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.ui.navigation import Tab

ENTRIES = (Tab(door="board", url="surveys:list", label=_("Surveys"), order=70),)
