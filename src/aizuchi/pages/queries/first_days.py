"""What an administrator or HR does in the first days, and what of it is done. Read from what there is: nobody ticks."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from aizuchi.accounts.models import Invitation
from aizuchi.availability.models import DayRules, OrganizationDay
from aizuchi.catalogue.models import PairKind, RoleWords
from aizuchi.notifications.models import SentMail
from aizuchi.pairs.defaults import beginnings_of
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.people.models import Person, RoleGrant
from aizuchi.people.policies import may_edit_people


@dataclass(frozen=True, kw_only=True)
class Step:
    title: str
    words: str
    button: str
    link: str
    is_done: bool
    is_post: bool = False
    other: tuple[str, str] | None = None
    """Another way to the same: its words and its address."""


@dataclass(frozen=True, kw_only=True)
class FirstDays:
    steps: list[Step]
    usual_rhythm: str = ""
    """What 1on1s with a supervisor begin with; empty for whoever does not decide that."""

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def current(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def get_first_days(*, viewer: Person, on: datetime.date) -> FirstDays | None:
    """None for whoever does not keep people."""
    if not may_edit_people(viewer, viewer.organization, on=on):
        return None
    return FirstDays(
        steps=[
            _try_mail(viewer),
            _give_role_of_hr(viewer, on),
            _enter_days_off(viewer),
            _choose_words(viewer),
            _bring_in_people(viewer),
            _invite(viewer),
        ],
        usual_rhythm=_usual_rhythm(viewer) if may_manage_pairs(viewer, on) else "",
    )


def _try_mail(viewer: Person) -> Step:
    return Step(
        title=_("See that mail arrives"),
        words=_("One mail to your own address, at once. Nobody else gets one."),
        button=_("Send a mail to myself"),
        link=reverse("try_mail"),
        is_post=True,
        is_done=SentMail.objects.filter(person__organization=viewer.organization).exists(),
    )


def _give_role_of_hr(viewer: Person, on: datetime.date) -> Step:
    grants = RoleGrant.objects.on(on).filter(person__organization=viewer.organization, role=RoleGrant.Role.HR)
    return Step(
        title=_("Hand over the role of HR"),
        words=_("HR keeps people and pairs, and sees whether 1on1s happen; never what is said in them."),
        button=_("Give somebody the role"),
        link=reverse("people:roles"),
        is_done=grants.exists(),
    )


def _enter_days_off(viewer: Person) -> Step:
    has_rules = DayRules.objects.filter(organization=viewer.organization).exists()
    return Step(
        title=_("Enter the days off"),
        words=_("Public holidays are there. Add those of your company: the turn of the year, summer."),
        button=_("Add days off"),
        link=reverse("availability:days"),
        is_done=has_rules or OrganizationDay.objects.filter(organization=viewer.organization).exists(),
    )


def _choose_words(viewer: Person) -> Step:
    return Step(
        title=_("Choose the words"),
        words=_("What the two of a 1on1 are called with you. It can be changed at any time."),
        button=_("Choose words"),
        link=reverse("catalogue:words"),
        is_done=RoleWords.objects.filter(organization=viewer.organization).exists(),
    )


def _bring_in_people(viewer: Person) -> Step:
    return Step(
        title=_("Bring in people and units"),
        words=_("From a file of your HR system. Before anything changes you see all of it."),
        button=_("Bring in a file"),
        link=reverse("people:import"),
        other=(_("A few people are added by hand as well"), reverse("people:add")),
        is_done=Person.objects.visible_to(viewer).exclude(pk=viewer.pk).exists(),
    )


def _invite(viewer: Person) -> Step:
    invitations = Invitation.objects.filter(person__in=Person.objects.visible_to(viewer))
    return Step(
        title=_("Invite"),
        words=_("One section first is a good idea. Until somebody is invited, nothing reaches them."),
        button=_("Choose whom to invite"),
        link=reverse("accounts:invitations"),
        is_done=invitations.exclude(person=viewer).exists(),
    )


def _usual_rhythm(viewer: Person) -> str:
    usual = beginnings_of(viewer.organization)[PairKind.SUPERVISOR]
    return _("Now: %(cadence)s, %(minutes)s minutes") % {"cadence": usual.cadence.label, "minutes": usual.minutes}
