"""The doors to the pages that every app fills: home, 1on1, what one is good at, how it goes."""

import datetime

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.feedback.policies import answered_pairs_of, may_see_unit_results
from aizuchi.pages.policies import lines_below_leaders, sees_all_holding
from aizuchi.people.models import Person
from aizuchi.people.policies import may_edit_people
from aizuchi.ui.facts import Fact
from aizuchi.ui.navigation import Door, Tab, see_never

LISTENS = Fact(lambda asking: Exists(answered_pairs_of(asking.viewer)))
LEADS_LEADERS = Fact(lambda asking: Exists(lines_below_leaders(asking.viewer, asking.today)))


def _keeps_people(viewer: Person, on: datetime.date) -> bool:
    return may_edit_people(viewer, viewer.organization, on=on)


ENTRIES = (
    Door(name="home", label=_("Home"), icon="house", order=10, weight=100),
    Tab(door="home", url="home", label=_("Home"), order=10),
    Door(name="board", label=_("1on1"), icon="messages-square", order=20, weight=90),
    Tab(door="board", url="board", label=_("1on1"), order=10, around=("/pairs/", "/meetings/", "/quarter")),
    Door(
        name="strengths",
        label=pgettext_lazy("menu", "Strengths"),
        icon="sprout",
        order=40,
        weight=40,
        otherwise="board",
    ),
    Tab(
        door="strengths",
        url="strengths",
        label=pgettext_lazy("menu", "Strengths"),
        order=30,
        may_see=see_never,
        opened_by=LISTENS,
    ),
    Door(
        name="organization",
        label=pgettext_lazy("menu", "How it goes"),
        icon="chart-no-axes-column",
        order=60,
        weight=70,
    ),
    Tab(
        door="organization",
        url="holding",
        label=_("Held 1on1s"),
        order=10,
        may_see=sees_all_holding,
        opened_by=LEADS_LEADERS,
    ),
    Tab(
        door="organization",
        url="unit_feedback",
        label=_("How people find their 1on1s"),
        order=20,
        may_see=may_see_unit_results,
        also=("/feedback/sizes/",),
    ),
    Tab(door="setup", url="first_days", label=_("First days"), order=90, may_see=_keeps_people),
)
