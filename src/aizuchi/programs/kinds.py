"""What is usual for each kind of program, and what helps to know before one begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.programs.models import Program
from aizuchi.programs.people_rules import PeopleRule

Mode: TypeAlias = Program.Mode
Cadence: TypeAlias = Pair.Cadence
BETWEEN_SIDES = (Mode.ASSIGN, Mode.APPLY, Mode.MENU, Mode.MUTUAL)
AMONG_PEERS = (Mode.ASSIGN, Mode.THEME)


@dataclass(frozen=True, kw_only=True)
class KindOfProgram:
    explanation: str | Promise
    name: str | Promise
    """What one is called until somebody finds a better name."""
    words: str | Promise
    advice: str | Promise
    modes: tuple[Mode, ...] = BETWEEN_SIDES
    mode: Mode
    aim: Pair.Aim = Pair.Aim.DEEPEN
    purposes: tuple[str, ...] = ()
    cadence: Cadence = Cadence.MONTHLY
    minutes: int = 30
    months: int = 6
    counterpart: PeopleRule = field(default_factory=PeopleRule)
    apart: str = Program.Apart.UNIT
    same_title: bool = False
    without_former: bool = False


KINDS: Mapping[str, KindOfProgram] = {
    PairKind.MENTOR: KindOfProgram(
        explanation=_("To talk at length with somebody senior who has no part in appraisals"),
        name=_("Mentors beyond one's own unit"),
        words=_("Time to talk with somebody senior who has no part in your appraisal. Take all the time you need."),
        advice=_(
            "For a first round, ask no more mentees than there are mentors with a place: that keeps it to two each. "
            "Where nobody has to fear a no, more people come."
        ),
        mode=Mode.MUTUAL,
        purposes=(Program.Purpose.CAREER,),
        counterpart=PeopleRule(tenure_from_months=60),
    ),
    PairKind.PEER: KindOfProgram(
        explanation=_("Colleagues in the same kind of work or position talk and listen to each other"),
        name=_("Peers who listen to each other"),
        words=_("Time for two colleagues to talk about what both of them know from their work."),
        advice=_(
            "People who do the same kind of work, or whose units hand work to each other, understand each other fast. "
            "Every one to three months, half an hour to an hour, is enough."
        ),
        modes=AMONG_PEERS,
        mode=Mode.ASSIGN,
        purposes=(Program.Purpose.NETWORK,),
        minutes=45,
        apart=Program.Apart.ANYWHERE,
        same_title=True,
    ),
    PairKind.DIAGONAL: KindOfProgram(
        explanation=_("To see more, with managers and seniors of other units"),
        name=_("A talk with the manager of another unit"),
        words=_("A talk with the manager of another unit, to see your own work from somewhere else."),
        advice=_(
            "Once, or every two to three months, with somebody else each time: that broadens. "
            "What is said is no report to one's own manager."
        ),
        mode=Mode.ASSIGN,
        aim=Pair.Aim.BROADEN,
        purposes=(Program.Purpose.NETWORK,),
        cadence=Cadence.EVERY_2_MONTHS,
        counterpart=PeopleRule(role="heads"),
        without_former=True,
    ),
}

MODE_EXPLANATIONS: Mapping[str, Promise | str] = {
    Mode.ASSIGN: _(
        "People say what they would like, and you bring them together. Where everybody is to have somebody."
    ),
    Mode.APPLY: _("Mentees ask whom they would like to talk with. Where people move by themselves."),
    Mode.MENU: _("They choose from what is offered. To begin with a short time."),
    Mode.MUTUAL: _("Both sides put their wishes in order, so that no two are left who would rather have each other."),
    Mode.THEME: _("They gather around a topic and meet somebody else each time. For peers, to broaden."),
}

USUAL_POSITIONING = pgettext_lazy(
    "of a program",
    "This is time for whoever takes part. It is no appraisal and is used for none. What is said stays between the two.",
)
