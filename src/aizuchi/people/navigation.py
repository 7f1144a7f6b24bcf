"""Where people, units and one's own account lie in the menu, and where one works."""

import datetime
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from aizuchi.people import queries
from aizuchi.people.models import Person
from aizuchi.people.policies import may_edit_people, may_read_audit
from aizuchi.people.requests import Request
from aizuchi.ui.navigation import SEARCH, AccountEntry, Door, FrameFacts, Tab


def _say_position(request: HttpRequest) -> dict[str, Any]:
    return {"position": queries.card_of(cast(Request, request).user, on=timezone.localdate()).position}


def _keeps_people(viewer: Person, on: datetime.date) -> bool:
    return may_edit_people(viewer, viewer.organization, on=on)


def _reads_audit(viewer: Person, on: datetime.date) -> bool:
    return may_read_audit(viewer, on=on)


def _admin_tab(url: str, label: Any, order: int) -> Tab:
    return Tab(door="people", url=url, label=label, order=order, may_see=_keeps_people)


ENTRIES = (
    FrameFacts(_say_position),
    Door(name=SEARCH, label=pgettext_lazy("menu", "Search"), icon="search", order=0),
    Tab(door=SEARCH, url="people:directory", label=gettext_lazy("Find people"), order=10),
    Door(name="people", label=pgettext_lazy("menu", "People"), icon="network", order=70, weight=80),
    _admin_tab("people:manage", gettext_lazy("Everybody"), 10),
    _admin_tab("people:units", gettext_lazy("Units"), 20),
    _admin_tab("people:roles", gettext_lazy("Roles"), 40),
    _admin_tab("people:import", gettext_lazy("Import"), 50),
    _admin_tab("people:planned", gettext_lazy("Planned"), 60),
    Tab(door="people", url="people:audit", label=gettext_lazy("Record"), order=80, may_see=_reads_audit),
    Door(name="setup", label=pgettext_lazy("menu", "Settings"), icon="settings", order=80, weight=60),
    AccountEntry(url="people:profile", label=gettext_lazy("Your profile"), icon="user-round", order=10),
)
