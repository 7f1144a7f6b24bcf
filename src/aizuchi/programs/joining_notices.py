"""What people hear when somebody asks them, chooses them or says yes. What was written stands on the page only."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.notifications.raising import tell
from aizuchi.people.models import Person
from aizuchi.programs.events import ApplicationAnswered, ApplicationMade, MentorsInvited, PlaceTaken
from aizuchi.programs.models import Application, Match, Participant, Program

INVITED, ASKED, ACCEPTED, TAKEN = "invited", "asked", "accepted", "taken"


@dataclass(frozen=True)
class Told:
    subject: str | Promise
    line: str | Promise
    link_label: str | Promise


WORDS = {
    INVITED: Told(
        gettext_lazy("Would you listen to somebody? %(program)s"),
        gettext_lazy("You are asked whether you would take part. A no is fine, too, and needs no reason."),
        gettext_lazy("Have a look"),
    ),
    ASKED: Told(
        gettext_lazy("%(name)s would like to talk with you: %(program)s"),
        gettext_lazy("Have a look at what %(name)s would like to talk about. A no is fine, too, and needs no reason."),
        gettext_lazy("Have a look"),
    ),
    ACCEPTED: Told(
        gettext_lazy("%(name)s said yes: %(program)s"),
        gettext_lazy("Now the two of you need a first day."),
        gettext_lazy("Find a day"),
    ),
    TAKEN: Told(
        gettext_lazy("%(name)s chose you: %(program)s"),
        gettext_lazy("Now the two of you need a first day."),
        gettext_lazy("Find a day"),
    ),
}


@dataclass(frozen=True)
class Occasion:
    program: Program
    other: Person | None
    address: str


def tell_whom_hr_asks(event: MentorsInvited) -> None:
    for one in Participant.objects.filter(pk__in=event.participant_ids):
        _tell(INVITED, one.pk, one.person_id, event.at)


def tell_mentor_who_asks(event: ApplicationMade) -> None:
    application = Application.objects.select_related("mentor").get(pk=event.application_id)
    _tell(ASKED, application.pk, application.mentor.person_id, event.at)


def tell_mentee_of_yes(event: ApplicationAnswered) -> None:
    """A no is told on the page, where it can be said kindly."""
    application = Application.objects.select_related("mentee").get(pk=event.application_id)
    if application.answer == Application.Answer.ACCEPTED:
        _tell(ACCEPTED, application.pk, application.mentee.person_id, event.at)


def tell_mentor_who_chose(event: PlaceTaken) -> None:
    match = Match.objects.select_related("mentor").get(pk=event.match_id)
    _tell(TAKEN, match.pk, match.mentor.person_id, event.at)


def _tell(what: str, subject_id: uuid.UUID, person_id: uuid.UUID, now: datetime) -> None:
    tell(type_code=JOINING.code, person_ids=[person_id], key=f"{subject_id}:{what}", subject_id=subject_id, now=now)


def compose(notices: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Message]:
    found = _find_occasions([notice.subject_id for notice in notices])
    messages = {}
    for notice in notices:
        what = notice.key.rpartition(":")[2]
        occasion = found.get((what, notice.subject_id))
        if occasion:
            messages[notice.pk] = _compose_message(what, occasion, notice.person)
    return messages


def _compose_message(what: str, occasion: Occasion, person: Person) -> Message:
    words = WORDS[what]
    with speaking_to(person):
        told = {
            "name": occasion.other.short_name if occasion.other else "",
            "program": occasion.program.label,
        }
        return Message(
            kind=JOINING.code,
            subject=str(words.subject) % told,
            lines=(str(words.line) % told,),
            link=absolute(occasion.address),
            link_label=str(words.link_label),
        )


def _find_occasions(keys: Sequence[uuid.UUID]) -> dict[tuple[str, uuid.UUID], Occasion]:
    """Only what still holds: who said no meanwhile, or was answered, is not told of it."""
    found = {}
    invited = Participant.objects.filter(pk__in=keys, state=Participant.State.INVITED)
    for one in invited.select_related("program"):
        name = "join" if one.program.is_peer else "volunteer"
        found[INVITED, one.pk] = Occasion(one.program, None, reverse(f"programs:{name}", args=[one.program_id]))
    applications = Application.objects.filter(pk__in=keys, answer__in=["", Application.Answer.ACCEPTED])
    for asked in applications.select_related("mentee__person", "mentor__person", "mentor__program"):
        program = asked.mentor.program
        if asked.answer:
            found[ACCEPTED, asked.pk] = Occasion(program, asked.mentor.person, _page_of_pair(program, asked))
        else:
            address = reverse("programs:asked", args=[program.pk])
            found[ASKED, asked.pk] = Occasion(program, asked.mentee.person, address)
    for match in Match.objects.lasting().filter(pk__in=keys).select_related("program", "mentee__person"):
        address = reverse("programs:partner", args=[match.pk])
        found[TAKEN, match.pk] = Occasion(match.program, match.mentee.person, address)
    return found


def _page_of_pair(program: Program, asked: Application) -> str:
    match = Match.objects.lasting().filter(program=program, mentee=asked.mentee, mentor=asked.mentor).first()
    return reverse("programs:partner", args=[match.pk]) if match else reverse("programs:show", args=[program.pk])


JOINING = NotificationType(
    code="program_joining",
    label=gettext_lazy("Being asked in programs"),
    explanation=gettext_lazy("When somebody asks or chooses you in a program, or says yes to you."),
    compose=compose,
)
