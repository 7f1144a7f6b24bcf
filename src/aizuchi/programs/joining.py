"""Whether somebody can join a program, change what they wrote, or take it back; and why not, in words."""

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Leave, Person
from aizuchi.programs.models import Match, Participant, Program
from aizuchi.programs.people_rules import ProgramRules
from aizuchi.programs.queries.people_of_rules import facts_of

Side = Participant.Side
NOT_OPEN = _("One cannot join this program yet.")
OVER = _("This program has ended.")
TOO_LATE = _("The last day to join has passed. Please ask whoever looks after the program.")
FOR_OTHERS = _(
    "At the moment, this program is for people in other units or posts. Whoever looks after it can tell more."
)
ON_LEAVE = _("While you are on leave, nothing is asked of you. You can join once you are back.")
OTHER_SIDE = _("You take part in this program already, on the other side.")
MATCHED = _("You have been matched already, so this stays as it is.")

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class JoiningState:
    """How somebody stands to one side of a program. Empty words: nothing is in the way."""

    side: str
    own: Participant | None
    cannot_join: Words
    cannot_edit: Words

    @property
    def takes_part(self) -> bool:
        return self.own is not None and self.own.state == Participant.State.JOINED

    @property
    def cannot_write(self) -> Words:
        """Before joining and after."""
        return self.cannot_edit if self.takes_part else self.cannot_join


def side_of(program: Program, *, is_mentor: bool) -> str:
    if program.is_peer:
        return Side.PEER
    return Side.MENTOR if is_mentor else Side.MENTEE


def standing_of(viewer: Person, program: Program, side: str, *, on: datetime.date) -> JoiningState:
    own = Participant.objects.filter(program=program, person=viewer).first()
    return JoiningState(
        side=side,
        own=own,
        cannot_join=why_not_join(viewer, program, side, own, on=on),
        cannot_edit=why_not_edit(program, own),
    )


def why_not_join(viewer: Person, program: Program, side: str, own: Participant | None, *, on: datetime.date) -> Words:
    if own and own.state == Participant.State.JOINED and own.side != side:
        return OTHER_SIDE
    if program.state == Program.State.DRAFT:
        return NOT_OPEN
    if program.state == Program.State.ENDED:
        return OVER
    if not program.takes_people_on(on):
        return TOO_LATE
    if Leave.objects.on(on).filter(person=viewer).exists():
        return ON_LEAVE
    if own and own.state == Participant.State.INVITED and own.side == side:  # HR may ask whom the rules leave out
        return ""
    rules = ProgramRules.of(program)
    rule = rules.counterpart if side == Side.MENTOR else rules.target
    facts = facts_of([viewer.pk], on).get(viewer.pk)
    return "" if facts and rule.fits(facts) else FOR_OTHERS


def why_not_edit(program: Program, own: Participant | None) -> Words:
    """What one wrote can be changed until somebody is found; a mentor's, and where people choose, all along."""
    if program.state == Program.State.ENDED:
        return OVER
    if program.state == Program.State.DRAFT:
        return NOT_OPEN
    if own is None or own.side == Side.MENTOR or program.is_evergreen or finds_by_choosing(program):
        return ""
    return MATCHED if Match.objects.lasting().filter(program=program, mentee=own).exists() else ""


def finds_by_choosing(program: Program) -> bool:
    """A 1on1 begins as soon as the two want it, rather than for all on one day."""
    return program.mode in (Program.Mode.APPLY, Program.Mode.MENU)


def ranks_wishes(program: Program) -> bool:
    """Mentees say whom they would like to meet, first one first."""
    return program.mode in (Program.Mode.ASSIGN, Program.Mode.MUTUAL) and not program.is_peer


def may_choose(program: Program, own: Participant) -> bool:
    """A mentor says whom they would like to listen to."""
    both_choose = program.mode == Program.Mode.MUTUAL and own.side == Side.MENTOR
    return both_choose and own.state == Participant.State.JOINED
