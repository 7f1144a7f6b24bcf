"""Where surveys lie in the menu."""

import datetime

from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Person
from aizuchi.surveys.policies import may_name_contacts
from aizuchi.ui.navigation import AccountEntry, Tab


def _names_contacts(viewer: Person, on: datetime.date) -> bool:
    return may_name_contacts(viewer, on=on)


ENTRIES = (
    Tab(door="board", url="surveys:list", label=_("Surveys"), order=70),
    Tab(door="setup", url="surveys:contacts", label=_("Whom people can turn to"), order=60, may_see=_names_contacts),
    AccountEntry(url="surveys:own_curve", label=_("Your own curve"), icon="heart-pulse", order=15),
)
