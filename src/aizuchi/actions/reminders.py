"""On the day an action is due: that there is one, not what it says."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aizuchi.actions.models import ActionItem
from aizuchi.kernel.addresses import absolute
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.people.models import Person
from aizuchi.people.todays import leaves_at

AT = datetime.time(9, 0)
UNTIL = datetime.time(20, 0)


def find(now: datetime.datetime) -> Iterator[Due]:
    today = now.date()  # any wall: with the days beside it, which are today somewhere
    near = [today + datetime.timedelta(days=shift) for shift in (-1, 0, 1)]
    open_ones = ActionItem.objects.open().filter(due_on__in=near).exclude(owner__in=leaves_at(now).values("person"))
    rows = open_ones.order_by().values_list("owner_id", "owner__time_zone", "due_on").distinct()
    for owner_id, time_zone, due_on in rows:
        if due_on is None:
            continue
        zone = ZoneInfo(time_zone)
        begins_at, ends_at = at_clock(due_on, AT, zone), at_clock(due_on, UNTIL, zone)
        if begins_at <= now < ends_at:
            key = due_on.isoformat()
            yield Due(person_id=owner_id, key=key, subject_id=owner_id, due_at=begins_at, expires_at=ends_at)


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    open_ones = ActionItem.objects.open().filter(
        owner__in={notice.person_id for notice in notices}, due_on__in={notice.key for notice in notices}
    )
    rows = open_ones.order_by().values_list("owner_id", "due_on").annotate(Count("pk"))
    counts = {(owner_id, str(due_on)): count for owner_id, due_on, count in rows}
    return {
        notice.pk: _compose_message(notice.person, count)
        for notice in notices
        if (count := counts.get((notice.person_id, notice.key)))
    }


def _compose_message(person: Person, count: int) -> Message:
    with speaking_to(person):
        sentence = ngettext(
            "One TODO from your 1on1s is for today", "%(count)d TODOs from your 1on1s are for today", count
        )
        return Message(
            kind=PROMISES.code,
            subject=sentence % {"count": count},
            lines=(_("Done already? Tick it off. Too soon? Give it a new day."),),
            link=absolute(reverse("actions:list")),
            link_label=_("See your TODOs"),
        )


PROMISES = NotificationType(
    code="actions",
    label=gettext_lazy("When a TODO is due"),
    explanation=gettext_lazy("In the morning of its day."),
    find=find,
    compose=compose,
)
