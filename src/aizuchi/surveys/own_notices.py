"""Once a month, to whoever has begun a curve of their own and has not gone on with it yet. Nobody else hears of it."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.models import Person
from aizuchi.people.todays import leaves_at
from aizuchi.surveys.models import OwnCurvePause, OwnReading
from aizuchi.surveys.own_months import list_months, month_after

AT = datetime.time(10, 0)
DAY_OF_MONTH = 10
"""Home has asked since the first."""
FRESH = datetime.timedelta(days=2)
BEFORE = 3
"""Whoever let three months pass has stopped, and is left alone."""


def find(now: datetime.datetime) -> Iterator[Due]:
    if abs(now.day - DAY_OF_MONTH) > FRESH.days + 1:
        return
    for person in _list_reminded(now):
        today, zone = person.today(now), ZoneInfo(person.time_zone)
        due_at = at_clock(today.replace(day=DAY_OF_MONTH), AT, zone)
        if due_at <= now < due_at + FRESH:
            yield Due(
                person_id=person.pk,
                key=f"{today:%Y-%m}",
                subject_id=person.pk,
                due_at=due_at,
                expires_at=at_clock(month_after(today), datetime.time(0, 0), zone),
            )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Not to whoever has noted something meanwhile, or no longer wants to be asked."""
    still = set(_list_reminded(now).filter(pk__in=[one.person_id for one in notices]).values_list("pk", flat=True))
    return {notice.pk: _write(notice) for notice in notices if notice.person_id in still}


def _list_reminded(now: datetime.datetime) -> QuerySet[Person]:
    today = now.date()  # any wall: around the tenth it is the same month everywhere
    this_month = list_months(today, 1)[0]
    lately = OwnReading.objects.filter(month__gte=list_months(today, 1 + BEFORE)[0], month__lt=this_month)
    paused = OwnCurvePause.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=today))
    found: QuerySet[Person] = (
        Person.objects.filter(pk__in=lately.values("person"))
        .exclude(pk__in=OwnReading.objects.filter(month=this_month).values("person"))
        .exclude(pk__in=paused.values("person"))
        .exclude(pk__in=leaves_at(now).values("person"))
        .select_related("organization")
    )
    return found


def _write(notice: Notice) -> Message:
    with speaking_to(notice.person):
        return Message(
            kind=OWN_CURVE_NOTICE.code,
            subject=_("How are you, this month?"),
            lines=(_("Six taps on your own page, less than a minute. Only you see it."),),
            link=absolute(reverse("surveys:own_curve")),
            link_label=_("Open your own curve"),
        )


OWN_CURVE_NOTICE = NotificationType(
    code="own_curve",
    label=gettext_lazy("Your own curve"),
    explanation=gettext_lazy("On the 10th of a month, if you note how you are and have not yet this month."),
    find=find,
    compose=compose,
    is_sought_hourly=True,
)
