"""Where one's own notices lie in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.ui.navigation import AccountEntry

ENTRIES = (AccountEntry(url="notifications:show", label=_("Your notices"), icon="bell", order=40),)
