"""A 1on1 that is late against its cadence: to the two, kindly, with a way to pick a day. Once for each missed turn."""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, Q, Subquery, UUIDField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.suggest import step_by
from aizuchi.meetings.queries.times import find_times
from aizuchi.meetings.reminders.reading import address, reminded_pairs
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType
from aizuchi.notifications.timing import at_clock
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Membership, Person
from aizuchi.people.queries.rollout import meeting_starts
from aizuchi.ui.formatting import format_time

State = Meeting.State
AT = datetime.time(10, 0)
OFFERED = 3
PATIENCE = datetime.timedelta(days=3)
STILL_OF_USE = datetime.timedelta(days=3)
WITHOUT_TURNS = (Pair.Cadence.ONCE, Pair.Cadence.WHEN_NEEDED)


def find(now: datetime.datetime) -> Iterator[Due]:
    for pair, latest_at in _list_late(now):
        for person in (pair.mentee, pair.mentor):
            zone = ZoneInfo(person.time_zone)
            local = now.astimezone(zone)
            if local.time() >= AT and local.weekday() < 5:
                yield Due(
                    person_id=person.pk,
                    key=f"{pair.pk}:{latest_at.astimezone(zone):%Y-%m-%d}",
                    subject_id=pair.pk,
                    due_at=at_clock(local.date(), AT, zone),
                    expires_at=now + STILL_OF_USE,
                )


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    wanted = {notice.subject_id for notice in notices}
    late = {pair.pk: pair for pair, _latest in _list_late(now, among=wanted)}
    return {
        notice.pk: _compose_message(late[notice.subject_id], notice.person, now)
        for notice in notices
        if notice.subject_id in late
    }


def _list_late(now: datetime.datetime, among: set[uuid.UUID] | None = None) -> Iterator[tuple[Pair, datetime.datetime]]:
    """Pairs whose next turn has passed by some days, and who have no date ahead.

    Where 1on1s have not begun in the mentee's unit there are no turns; where they have, turns count from that day on.
    """
    ahead = Meeting.objects.filter(
        pair=OuterRef("pk"), state=State.PLANNED, starts_at__gt=now - datetime.timedelta(days=1)
    )
    held = Q(meetings__state__in=[State.HELD, State.CLOSED])
    pairs = reminded_pairs(now).exclude(cadence__in=WITHOUT_TURNS).filter(~Exists(ahead))
    if among is not None:
        pairs = pairs.filter(pk__in=among)
    today = now.date()  # any wall: which unit somebody is in; turns wait some days longer anyway
    starts = meeting_starts(today)
    main = Membership.objects.on(today).filter(person=OuterRef("mentee"), is_main=True)
    unit = Subquery(main.values("unit")[:1], output_field=UUIDField())
    for pair in pairs.annotate(latest_at=Max("meetings__starts_at", filter=held), unit_id=unit):
        begun = starts.get(vars(pair)["unit_id"], datetime.date.min)
        zone = ZoneInfo(pair.mentee.time_zone)
        if begun is None or begun > now.astimezone(zone).date():
            continue
        latest_at: datetime.datetime = vars(pair)["latest_at"] or pair.created_at
        if begun > latest_at.astimezone(zone).date():
            latest_at = at_clock(begun, AT, zone)
        turn = step_by(latest_at, cadence=pair.cadence)
        if turn and turn + PATIENCE < now:
            yield pair, latest_at


def _compose_message(pair: Pair, person: Person, now: datetime.datetime) -> Message:
    with speaking_to(person):
        told = {"name": pair.partner_of(person).short_name}
        times = find_times(viewer=person, pair=pair, meeting=None, minutes=pair.minutes, in_person=True, now=now)
        return Message(
            kind=OVERDUE.code,
            subject=_("Shall you and %(name)s pick a day?") % told,
            lines=(
                _("It has been a while, and no day is set. Times that suit you both are one tap away."),
                *(f"・{format_time(offer.starts_at)}" for offer in times.offers[:OFFERED]),
            ),
            link=address("meetings:schedule", pair.pk),
            link_label=_("See times that suit"),
        )


OVERDUE = NotificationType(
    code="overdue",
    label=gettext_lazy("When a 1on1 is waiting for a day"),
    explanation=gettext_lazy("A few days after its turn, once."),
    find=find,
    compose=compose,
    is_sought_hourly=True,
)
