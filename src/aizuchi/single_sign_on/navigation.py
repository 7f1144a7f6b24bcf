"""Where company sign-in lies in the menu."""

import datetime

from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Person
from aizuchi.single_sign_on.policies import may_keep_providers
from aizuchi.ui.navigation import Tab


def _keeps_providers(viewer: Person, on: datetime.date) -> bool:
    return may_keep_providers(viewer, viewer.organization, on=on)


ENTRIES = (
    Tab(
        door="connections",
        url="single_sign_on:providers",
        label=_("Company sign-in"),
        order=40,
        may_see=_keeps_providers,
    ),
)
