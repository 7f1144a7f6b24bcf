"""Where surveys lie in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.ui.navigation import AccountEntry, Tab

ENTRIES = (
    Tab(door="board", url="surveys:list", label=_("Surveys"), order=70),
    AccountEntry(url="surveys:own_curve", label=_("Your own curve"), icon="heart-pulse", order=15),
)
