"""Programs that others have made good use of, to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.programs.models import Program
from aizuchi.programs.people_rules import PeopleRule, SideRule

SECOND_YEAR = PeopleRule(tenure_from_months=12, tenure_to_months=24)
SENIORS = PeopleRule(tenure_from_months=60)
HEADS, MEMBERS = PeopleRule(role="heads"), PeopleRule(role="members")


@dataclass(frozen=True, kw_only=True)
class ProgramTemplate:
    kind: PairKind
    name: str | Promise
    explanation: str | Promise
    other: Mapping[str, Any] = field(default_factory=dict)
    """What is not as usual for its kind: fields of ProgramFacts."""


TEMPLATES: Mapping[str, ProgramTemplate] = {
    "group": ProgramTemplate(
        kind=PairKind.MENTOR,
        name=_("Mentors from our group companies"),
        explanation=_("Seniors of other companies of the group raise a hand; mentees ask whom they would like."),
        other={
            "mode": Program.Mode.APPLY,
            "apart": Program.Apart.BRANCH,
            "counterpart": SideRule(rule=SENIORS),
            "purposes": (Program.Purpose.CAREER, Program.Purpose.NETWORK),
        },
    ),
    "second_year": ProgramTemplate(
        kind=PairKind.DIAGONAL,
        name=_("Managers of other units for the second year"),
        explanation=_("Whoever is in their second year meets heads of other units, a few times each."),
        other={
            "target": SideRule(rule=SECOND_YEAR),
            "counterpart": SideRule(rule=HEADS),
            "purposes": (Program.Purpose.ONBOARDING,),
        },
    ),
    "neighbours": ProgramTemplate(
        kind=PairKind.DIAGONAL,
        name=_("The head of the unit next door"),
        explanation=_(
            "A head of a unit before or after one's own in the flow of work, once. What one's own head should know can "
            "be passed on, if one likes."
        ),
        other={
            "cadence": Pair.Cadence.ONCE,
            "apart": Program.Apart.FLOW,
            "target": SideRule(rule=MEMBERS),
            "counterpart": SideRule(rule=HEADS),
            "offers_passing_on": True,
        },
    ),
    "peers": ProgramTemplate(
        kind=PairKind.PEER,
        name=_("Seniors of other units as peers"),
        explanation=_("People who have been here for some years meet on equal terms, across units."),
        other={
            "same_title": False,
            "apart": Program.Apart.UNIT,
            "target": SideRule(rule=PeopleRule(role="members", tenure_from_months=36)),
            "cadence": Pair.Cadence.EVERY_2_MONTHS,
        },
    ),
}
