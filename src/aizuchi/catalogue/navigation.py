"""Where the catalogue lies in the menu."""

from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.policies import may_edit_catalogue
from aizuchi.ui.navigation import Tab

ENTRIES = (Tab(door="setup", url="catalogue:manage", label=_("Catalogue"), order=10, may_see=may_edit_catalogue),)
