"""Where one's sessions and password lie in the menu, and as whom one looks around in the demo."""

import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aizuchi.accounts.policies import may_set_sign_in_policy
from aizuchi.accounts.queries.policy import say_demand
from aizuchi.accounts.wanted_factor import FACTOR_WANTED
from aizuchi.people.models import Person
from aizuchi.people.policies import may_edit_people
from aizuchi.people.requests import Request
from aizuchi.ui.facts import Facts
from aizuchi.ui.frame import NavItem
from aizuchi.ui.navigation import AccountEntry, FrameFacts, Tab, find_address


def _find_notice(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    return _say_as_whom(request) or (_say_demand(request) if facts[FACTOR_WANTED] else {})


def _say_as_whom(request: HttpRequest) -> dict[str, Any]:
    """In the demo, with the way to others."""
    person = cast(Request, request).user
    if not (settings.DEMO and person.organization.is_demo):
        return {}
    return {
        "notice": _("You're looking around as %(name)s.") % {"name": person.short_name},
        "notice_link": NavItem(_("Be somebody else"), find_address("demo")),
    }


def _say_demand(request: HttpRequest) -> dict[str, Any]:
    """On every page but the one where it is set up, which says it itself."""
    person, where = cast(Request, request).user, find_address("security")
    demand = None if request.path == where else say_demand(person, on=person.today(timezone.now()))
    return {"notice": str(demand), "notice_link": NavItem(_("Get it ready"), where)} if demand else {}


def _invites(viewer: Person, on: datetime.date) -> bool:
    return may_edit_people(viewer, viewer.organization, on=on)


def _sets_policy(viewer: Person, on: datetime.date) -> bool:
    return may_set_sign_in_policy(viewer, viewer.organization, on=on)


ENTRIES = (
    FrameFacts(_find_notice, asks=(FACTOR_WANTED,)),
    Tab(
        door="people",
        url="accounts:invitations",
        label=pgettext_lazy("menu", "Invitations"),
        order=70,
        may_see=_invites,
    ),
    Tab(door="setup", url="accounts:policy", label=pgettext_lazy("menu", "Sign-in"), order=60, may_see=_sets_policy),
    AccountEntry(url="security", label=gettext_lazy("Sign-in and security"), icon="shield-check", order=80),
    AccountEntry(url="account_change_password", label=gettext_lazy("Change your password"), icon="lock", order=90),
)
