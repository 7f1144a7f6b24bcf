"""What people are told of programs: that one is open for them, each side in its own words."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person
from aizuchi.programs.events import ProgramOpened
from aizuchi.programs.facts import ProgramFacts, facts_of_program
from aizuchi.programs.invitation_words import say_days, say_time
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.queries.people_of_rules import counterpart_of, target_of

Side = Participant.Side
SHORTEST = datetime.timedelta(days=3)


def tell_whom_it_is_for(event: ProgramOpened) -> None:
    """Whoever would fit on both sides is told of the one the program is for."""
    program = Program.objects.select_related("organization").get(pk=event.program_id)
    raise_notices(notification_type=PROGRAM, dues=list(_list_dues(program, event.at)), now=event.at)


def _list_dues(program: Program, now: datetime.datetime) -> Iterator[Due]:
    on = program.organization.today(now)
    target = target_of(program, on)
    sides = [(Side.PEER if program.is_peer else Side.MENTEE, target)]
    if not program.is_peer:
        sides.append((Side.MENTOR, counterpart_of(program, on) - target))
    for side, people in sides:
        for person in sorted(people):
            yield Due(
                person_id=person,
                key=f"{program.pk}:{program.version}.{int(now.timestamp())}:{side}",
                subject_id=program.pk,
                due_at=now,
                expires_at=now + SHORTEST,
            )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only while one may join, to whoever has not yet."""
    rows = Program.objects.filter(pk__in={notice.subject_id for notice in notices}).select_related("organization")
    programs = {
        row.pk: (row, facts_of_program(row)) for row in rows if row.takes_people_on(row.organization.today(now))
    }
    taking_part = Participant.objects.joined().filter(program__in=programs)
    joined = set(taking_part.values_list("program", "person"))
    return {
        notice.pk: _compose_message(*programs[notice.subject_id], notice.key.rpartition(":")[2], notice.person)
        for notice in notices
        if notice.subject_id in programs and (notice.subject_id, notice.person_id) not in joined
    }


def _compose_message(program: Program, facts: ProgramFacts, side: str, person: Person) -> Message:
    with speaking_to(person):
        told = {"name": program.label}
        subject = (
            _("Somebody would be glad to talk with you: %(name)s") if side == Side.MENTOR else _("For you: %(name)s")
        )
        offer = (
            _("You are asked whether you would be a partner. Whether you raise your hand is up to you.")
            if side == Side.MENTOR
            else _("Whether you take part is up to you. It is no appraisal.")
        )
        return Message(
            kind=PROGRAM.code,
            subject=subject % told,
            lines=tuple(line for line in (offer, say_time(facts), say_days(facts)) if line),
            link=absolute(reverse("programs:show", args=[program.pk])),
            link_label=_("Read what it is"),
        )


PROGRAM = NotificationType(
    code="program",
    label=gettext_lazy("Programs"),
    explanation=gettext_lazy("When a program opens that is for you."),
    compose=compose,
)
