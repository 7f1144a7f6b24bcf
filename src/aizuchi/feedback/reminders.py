"""Shortly before a window closes: to everybody who may answer. Who has is not recorded, so nobody is left out."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.anonymous_answers.periods import GRACE
from aizuchi.feedback.asking import ASKING
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.models import Person
from aizuchi.people.todays import leaves_at

AT = datetime.time(10, 0)
BEFORE = datetime.timedelta(days=3)


def find(now: datetime.datetime) -> Iterator[Due]:
    today = now.date()  # any wall: with a day to spare, and looked at closely below
    latest, earliest = today + BEFORE + datetime.timedelta(days=1) - GRACE, today - datetime.timedelta(days=1) - GRACE
    eligibilities = (
        Eligibility.objects.of(ASKING)
        .filter(window__ends_on__range=(earliest, latest), window__released_on=None)
        .exclude(person__in=leaves_at(now).values("person"))
        .values_list("pk", "person", "person__time_zone", "window__ends_on")
    )
    for key, person, time_zone, ends_on in eligibilities:
        zone, last_day = ZoneInfo(time_zone), ends_on + GRACE
        due_at = at_clock(last_day - BEFORE, AT, zone)
        if due_at <= now:
            expires_at = at_clock(last_day, datetime.time(20, 0), zone)
            yield Due(person_id=person, key=str(key), subject_id=key, due_at=due_at, expires_at=expires_at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    eligibilities = Eligibility.objects.of(ASKING).filter(
        pk__in={notice.subject_id for notice in notices}, window__released_on=None
    )
    found = {eligibility.pk: eligibility for eligibility in eligibilities.select_related("window", "subject")}
    return {
        notice.pk: _compose_message(found[notice.subject_id], notice.person)
        for notice in notices
        if notice.subject_id in found
        and found[notice.subject_id].window.takes_answers_on(notice.person.organization.today(now))
    }


def _compose_message(eligibility: Eligibility, person: Person) -> Message:
    with speaking_to(person):
        told = {
            "name": eligibility.about_person.short_name,
            "day": eligibility.window.answers_until,
            "k": eligibility.window.k_mean,
        }
        return Message(
            kind=ANSWER.code,
            subject=_("How were your 1on1s with %(name)s?") % told,
            lines=(
                _("Two taps for each topic, without your name. %(name)s sees answers only in groups of people.") % told,
                _("Everybody who may answer gets this mail: we keep no record of who has. Not answering is fine, too."),
            ),
            link=absolute(reverse("feedback:answer", args=[eligibility.window_id, eligibility.subject_id])),
            link_label=_("Answer without my name"),
        )


ANSWER = NotificationType(
    code="answer",
    label=gettext_lazy("After a 1on1: answering without your name"),
    explanation=gettext_lazy("Three days before answering ends, once for each fortnight."),
    find=find,
    compose=compose,
    is_sought_hourly=True,
)
