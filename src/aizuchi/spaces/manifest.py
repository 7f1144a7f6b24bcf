"""What this app brings to the whole."""

import datetime

from django.utils.translation import pgettext_lazy

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.models import Person
from aizuchi.spaces.audit_actions import AUDIT
from aizuchi.spaces.personal_data import PERSONAL_DATA
from aizuchi.spaces.policies import may_keep_spaces
from aizuchi.ui.navigation import Tab


def _keeps_spaces(viewer: Person, on: datetime.date) -> bool:
    return may_keep_spaces(viewer, viewer.organization, on=on)


manifest = Manifest(
    AppUrls("calendars/rooms/", "aizuchi.spaces.urls"),
    AUDIT,
    Tab(door="setup", url="spaces:list", label=pgettext_lazy("menu", "Rooms"), order=20, may_see=_keeps_spaces),
    *PERSONAL_DATA,
)
