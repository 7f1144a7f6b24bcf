"""What the two of a match hear while a program runs. Both always hear it at the same time, whatever either answered."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import NotificationType
from aizuchi.notifications.raising import tell
from aizuchi.people.models import Person
from aizuchi.programs.models import Match

FIT, MIDDLE, SILENCE, CLOSED, ENDING = "fit", "middle", "silence", "closed", "ending"


@dataclass(frozen=True)
class Told:
    subject: str | Promise
    line: str | Promise
    link_label: str | Promise
    address: Callable[[Match], str]


def _own_page(match: Match) -> str:
    return reverse("programs:partner", args=[match.pk])


def _pair_page(match: Match) -> str:
    return reverse("pair", args=[match.pair_id])


WORDS = {
    FIT: Told(
        gettext_lazy("Does it fit?"),
        gettext_lazy("Each of you is asked alone. Nobody but you reads the answer or sees whether there is one."),
        gettext_lazy("Answer in one tap"),
        _own_page,
    ),
    MIDDLE: Told(
        gettext_lazy("Half of the time has passed"),
        gettext_lazy("A good moment to look back together: what helps, and what would you like to do in another way?"),
        gettext_lazy("To the page of the two of you"),
        _pair_page,
    ),
    SILENCE: Told(
        gettext_lazy("It has been quiet for a while"),
        gettext_lazy("There was no 1on1 in 90 days. Would you like to go on? If not, it ends by itself in four weeks."),
        gettext_lazy("Say how you would like it"),
        _own_page,
    ),
    CLOSED: Told(
        gettext_lazy("Your 1on1s have come to an end"),
        gettext_lazy("They were quiet for a long time, so they are closed now. What you kept stays with you."),
        gettext_lazy("What stays"),
        _pair_page,
    ),
    ENDING: Told(
        gettext_lazy("The program ends soon"),
        gettext_lazy("Go on, the two of you, or close it here? It goes on if both would like to."),
        gettext_lazy("Choose"),
        _own_page,
    ),
}


def tell_both(match: Match, what: str, *, now: datetime, again: str = "") -> None:
    """`match` with its participants. `again` where the same is told a second time."""
    tell(
        type_code=PARTNER.code,
        person_ids=[match.mentee.person_id, match.mentor.person_id],
        key=f"{match.pk}:{what}{again}",
        subject_id=match.pk,
        now=now,
    )


def compose(notices: Sequence[Notice], now: datetime) -> Mapping[uuid.UUID, Message]:
    found = Match.objects.published().filter(pk__in=[notice.subject_id for notice in notices])
    matches = {match.pk: match for match in found.select_related("program", "mentee__person", "mentor__person")}
    messages = {}
    for notice in notices:
        what = notice.key.partition(":")[2].rstrip("2")
        match = matches.get(notice.subject_id)
        if match and what in WORDS and (what == CLOSED or match.ended_at is None):
            messages[notice.pk] = _compose(match, WORDS[what], notice.person)
    return messages


def _compose(match: Match, told: Told, person: Person) -> Message:
    with speaking_to(person):
        partner = match.mentor if match.mentee.person_id == person.pk else match.mentee
        return Message(
            kind=PARTNER.code,
            subject=_("%(program)s: %(words)s") % {"program": match.program.label, "words": told.subject},
            lines=(_("It is about your 1on1s with %(name)s.") % {"name": partner.person.short_name}, str(told.line)),
            link=absolute(told.address(match)),
            link_label=str(told.link_label),
        )


PARTNER = NotificationType(
    code="program_partner",
    label=gettext_lazy("1on1s of a program"),
    explanation=gettext_lazy("Whether it fits, half-way, after a long silence, and shortly before the end."),
    compose=compose,
)
