"""The page on which a program is set up: its draft, and what the rules come to."""

import datetime
from dataclasses import dataclass

from aizuchi.people.models import Person
from aizuchi.programs.facts import ProgramFacts
from aizuchi.programs.invitation_words import ProgramInvitation, say_hours, write_invitation
from aizuchi.programs.models import Participant
from aizuchi.programs.queries.invitation import names_for
from aizuchi.programs.queries.people_of_rules import RuleCounts, count_people
from aizuchi.programs.readiness import Missing, list_missing

Side = Participant.Side


@dataclass(frozen=True, kw_only=True)
class SetUpPreview:
    counts: RuleCounts
    invitation: ProgramInvitation
    partner_invitation: ProgramInvitation | None
    """None where both sides read the same."""
    hours: str
    missing: list[Missing]


def preview_program(viewer: Person, facts: ProgramFacts, *, now: datetime.datetime) -> SetUpPreview:
    """Of what is typed, whether or not it is kept. The caller has seen to it that the viewer may set programs up."""
    organization = viewer.organization
    on = organization.today(now)
    counts = count_people(organization, facts.rules, on)
    names = names_for(organization, facts.kind, on=on)
    pairs = counts.target // 2 if facts.is_peer else counts.target
    return SetUpPreview(
        counts=counts,
        invitation=write_invitation(facts, names, side=Side.PEER if facts.is_peer else Side.MENTEE),
        partner_invitation=None if facts.is_peer else write_invitation(facts, names, side=Side.MENTOR),
        hours=say_hours(facts, pairs),
        missing=list_missing(facts, counts, on),
    )
