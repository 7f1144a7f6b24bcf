"""What people are told of their partners in programs: whom they have and why; and mentors, that a place is missing."""

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.raising import raise_notices
from aizuchi.people.models import Person
from aizuchi.programs.events import MatchesPublished
from aizuchi.programs.explanations import say_why
from aizuchi.programs.models import Match, Program
from aizuchi.ui.formatting import format_day

MATCHED, ONE_MORE, VOLUNTEERS = "matched", "one-more", "volunteers"
FRESH = datetime.timedelta(days=14)


def tell_both(event: MatchesPublished) -> None:
    matches = Match.objects.filter(pk__in=event.match_ids).values_list("pk", "mentee__person", "mentor__person")
    for match, *people in matches:
        _raise(f"{match}:{MATCHED}", match, people, event.at)


def ask_for_one_more(
    program: Program, person_ids: Collection[uuid.UUID], draft_number: int, now: datetime.datetime
) -> None:
    """Once per draft."""
    _raise(f"{program.pk}:{draft_number}:{ONE_MORE}", program.pk, person_ids, now)


def call_for_volunteers(
    program: Program, person_ids: Collection[uuid.UUID], draft_number: int, now: datetime.datetime
) -> None:
    """Once per draft."""
    _raise(f"{program.pk}:{draft_number}:{VOLUNTEERS}", program.pk, person_ids, now)


def _raise(key: str, subject_id: uuid.UUID, person_ids: Collection[uuid.UUID], now: datetime.datetime) -> None:
    dues = [
        Due(person_id=person, key=key, subject_id=subject_id, due_at=now, expires_at=now + FRESH)
        for person in sorted(person_ids)
    ]
    raise_notices(notification_type=MATCH, dues=dues, now=now)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only while it is so: no partner who has gone, no call for places in what is over."""
    subjects = {notice.subject_id for notice in notices}
    lasting = Match.objects.lasting().filter(pk__in=subjects, pair__isnull=False)
    matches = {one.pk: one for one in lasting.select_related("program", "pair", "mentee__person", "mentor__person")}
    running = Program.objects.filter(pk__in=subjects, state__in=[Program.State.OPEN, Program.State.RUNNING])
    programs = {one.pk: one for one in running}
    messages = {}
    for notice in notices:
        what = notice.key.rpartition(":")[2]
        with speaking_to(notice.person):
            if what == MATCHED and notice.subject_id in matches:
                messages[notice.pk] = _say_partner(matches[notice.subject_id], notice.person)
            elif what != MATCHED and notice.subject_id in programs:
                messages[notice.pk] = _say_place(what, programs[notice.subject_id])
    return messages


def _say_partner(match: Match, person: Person) -> Message:
    """Of the other their name, and nothing of what they wished for."""
    assert match.pair
    is_mentee = match.mentee.person_id == person.pk
    partner = match.mentor.person if is_mentee else match.mentee.person
    why = say_why(match.reasons, is_mentee=is_mentee) if not match.program.is_peer else []
    begins = _("Your 1on1s begin on %(day)s: %(program)s.") % {
        "day": format_day(match.pair.starts_on),
        "program": match.program.label,
    }
    return Message(
        kind=MATCH.code,
        subject=_("Your partner is %(name)s") % {"name": partner.polite_name},
        lines=(begins, *why),
        link=absolute(reverse("pair", args=[match.pair.pk]) if match.pair.circle_id else reverse("home")),
        link_label=_("Look at your 1on1s"),
        aside=_("If it does not fit, either of you can end it at any time, without a reason."),
    )


def _say_place(what: str, program: Program) -> Message:
    told = {"program": program.label}
    if what == ONE_MORE:
        subject, line = _("Could you meet with one more? %(program)s"), _("Somebody is left without a partner so far.")
    else:
        subject, line = _("Partners are still wanted: %(program)s"), _("Some people are left without a partner so far.")
    return Message(
        kind=MATCH.code,
        subject=subject % told,
        lines=(line, _("Whether you do is up to you; nobody is told if you do not.")),
        link=absolute(reverse("programs:show", args=[program.pk])),
        link_label=_("Look at the program"),
    )


MATCH = NotificationType(
    code="match",
    label=gettext_lazy("Partners in programs"),
    explanation=gettext_lazy("Who your partner is, and when a partner is wanted."),
    compose=compose,
)
