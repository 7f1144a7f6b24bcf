"""What people are told of surveys: that one has opened, and shortly before it closes that there is still time."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.todays import leaves_at
from aizuchi.surveys.answer_links import make_answer_link, may_be_answered_by_link
from aizuchi.surveys.models import Participant, Survey
from aizuchi.ui.formatting import format_day

OPENED, REMINDED = "opened", "reminded"
AT = datetime.time(10, 0)
BEFORE = datetime.timedelta(days=3)
SHORTEST = datetime.timedelta(days=6)
"""Nobody is reminded within days of hearing of it first."""
FRESH = datetime.timedelta(days=2)


def find(now: datetime.datetime) -> Iterator[Due]:
    for survey in Survey.objects.open_at(now).select_related("organization").defer("definition"):
        opened_at = survey.opened_at
        if opened_at and now < opened_at + FRESH:
            yield from _list_dues(survey, OPENED, opened_at, now)
        reminds_at = reminder_time(survey)
        if reminds_at and reminds_at <= now:
            yield from _list_dues(survey, REMINDED, reminds_at, now)


def reminder_time(survey: Survey) -> datetime.datetime | None:
    """None for one that is open too shortly to remind of."""
    if not (survey.opened_at and survey.closes_at and survey.last_day):
        return None
    if survey.closes_at - survey.opened_at < SHORTEST:
        return None
    return at_clock(survey.last_day - BEFORE, AT, ZoneInfo(survey.organization.time_zone))


def _list_dues(survey: Survey, what: str, due_at: datetime.datetime, now: datetime.datetime) -> Iterator[Due]:
    """Of a survey by name those who have not answered; of one without names everybody, since nobody knows who has."""
    asked = survey.participants.filter(excused_on__isnull=True).exclude(person__in=leaves_at(now).values("person"))
    if not survey.is_anonymous:
        asked = asked.exclude(sheet__sent_at__isnull=False)
    assert survey.closes_at
    for person in asked.values_list("person", flat=True):
        yield Due(
            person_id=person,
            key=f"{survey.pk}:{what}",
            subject_id=survey.pk,
            due_at=due_at,
            expires_at=survey.closes_at,
        )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Only to whoever is still asked, and has not answered as far as anybody knows."""
    surveys = {one.pk: one for one in Survey.objects.open_at(now).select_related("organization")}
    linked = {key for key, one in surveys.items() if may_be_answered_by_link(one)}
    asked = Participant.objects.filter(
        survey__in=[notice.subject_id for notice in notices if notice.subject_id in surveys],
        person__in=[notice.person_id for notice in notices],
        excused_on__isnull=True,
    ).exclude(sheet__sent_at__isnull=False)
    still = set(asked.values_list("survey", "person"))
    return {
        notice.pk: _compose_message(surveys[notice.subject_id], notice, by_link=notice.subject_id in linked)
        for notice in notices
        if (notice.subject_id, notice.person_id) in still
    }


def _compose_message(survey: Survey, notice: Notice, *, by_link: bool) -> Message:
    """`by_link`: in one tap, without signing in."""
    with speaking_to(notice.person):
        told = {"title": survey.title, "minutes": survey.minutes, "day": format_day(survey.last_day)}
        address = absolute(reverse("surveys:answer", args=[survey.pk]))
        is_reminder = notice.key.endswith(f":{REMINDED}")
        return Message(
            kind=SURVEY.code,
            subject=(_("Until %(day)s: %(title)s") if is_reminder else _("A survey asks you: %(title)s")) % told,
            lines=(_("About %(minutes)s min, until %(day)s.") % told, *_say_terms(survey, is_reminder)),
            link=make_answer_link(survey_id=survey.pk, person_id=notice.person_id) if by_link else address,
            link_label=_("Answer the survey"),
            aside=_("The link is for you alone and answers once, without signing in.") if by_link else "",
        )


def _say_terms(survey: Survey, is_reminder: bool) -> Iterator[str]:
    if not survey.is_anonymous:
        yield _("You answer under your name; who reads it is said before the first question.")
        return
    yield _("You answer without your name. What came of it is told only together, from %(k)s people on.") % {
        "k": survey.smallest_group
    }
    if survey.asks_words:
        yield _("What you write yourself is read word by word, without your name, from five people on.")
    if is_reminder:
        yield _("Everybody who may answer gets this: there is no record of who has.")


SURVEY = NotificationType(
    code="survey",
    label=gettext_lazy("Surveys"),
    explanation=gettext_lazy("When a survey opens for you, and three days before it closes."),
    find=find,
    compose=compose,
    is_sought_hourly=True,
)
