"""What this app brings to the whole."""

import datetime

from django.utils.translation import gettext_lazy as _

from aizuchi.availability.audit_actions import AUDIT
from aizuchi.availability.personal_data import PERSONAL_DATA
from aizuchi.availability.policies import may_keep_days
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.models import Person
from aizuchi.ui.navigation import AccountEntry, Tab


def _keeps_days(viewer: Person, on: datetime.date) -> bool:
    return may_keep_days(viewer, viewer.organization, on=on)


manifest = Manifest(
    AppUrls("calendars/", "aizuchi.availability.urls"),
    AUDIT,
    AccountEntry(url="availability:times", label=_("When 1on1s suit you"), icon="clock", order=30),
    Tab(door="setup", url="availability:days", label=_("Holidays"), order=30, may_see=_keeps_days),
    *PERSONAL_DATA,
)
