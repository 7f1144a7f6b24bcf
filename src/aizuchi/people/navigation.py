"""Where people, units and one's own account lie in the menu, and where one works."""

import datetime
from typing import Any, cast

from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from aizuchi.people.models import Employment, Membership, Person, RoleGrant
from aizuchi.people.policies import may_edit_people, may_read_audit, remember_roles
from aizuchi.people.queries.cards import say_position
from aizuchi.people.requests import Request
from aizuchi.ui.facts import Asking, Fact, Facts
from aizuchi.ui.navigation import SEARCH, AccountEntry, Door, FrameFacts, Tab


def _employment(column: str) -> Fact:
    def ask(asking: Asking) -> Any:
        return Subquery(Employment.objects.on(asking.today).filter(person=asking.viewer).values(column)[:1])

    return Fact(ask)


def _main_unit(column: str) -> Fact:
    def ask(asking: Asking) -> Any:
        main = Membership.objects.on(asking.today).filter(person=asking.viewer, is_main=True)
        return Subquery(main.values(column)[:1])

    return Fact(ask)


def _role(role: str) -> Fact:
    return Fact(lambda asking: Exists(RoleGrant.objects.on(asking.today).filter(person=asking.viewer, role=role)))


TITLE, TITLE_EN = _employment("title"), _employment("title_en")
UNIT, UNIT_EN = _main_unit("unit__name"), _main_unit("unit__name_en")
ROLES = {role: _role(role) for role in RoleGrant.Role.values}


def _say_position(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    is_english = get_language() == "en"
    title = (is_english and facts[TITLE_EN]) or facts[TITLE] or ""
    unit = (is_english and facts[UNIT_EN]) or facts[UNIT] or ""
    return {"position": say_position(title, unit)}


def _note_roles(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    """Most entries of the menu ask for them."""
    roles = [role for role, fact in ROLES.items() if facts[fact]]
    remember_roles(cast(Request, request).user, roles, on=timezone.localdate())
    return {}


def _keeps_people(viewer: Person, on: datetime.date) -> bool:
    return may_edit_people(viewer, viewer.organization, on=on)


def _reads_audit(viewer: Person, on: datetime.date) -> bool:
    return may_read_audit(viewer, on=on)


def _admin_tab(url: str, label: Any, order: int) -> Tab:
    return Tab(door="people", url=url, label=label, order=order, may_see=_keeps_people)


ENTRIES = (
    FrameFacts(_note_roles, asks=tuple(ROLES.values())),
    FrameFacts(_say_position, asks=(TITLE, TITLE_EN, UNIT, UNIT_EN)),
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
