"""1on1s that come back go on: what lies three months ahead is scheduled as time goes by, by nobody's hand."""

import datetime
import uuid
from zoneinfo import ZoneInfo

from django.db import transaction

from aizuchi.meetings.booked_spaces import booked_space_of
from aizuchi.meetings.clashes import WantedTime, lock_taken_times
from aizuchi.meetings.models import Meeting, Series
from aizuchi.meetings.operations.dates import HORIZON, Date, dates_of
from aizuchi.meetings.operations.places import book_where_free
from aizuchi.meetings.operations.series import announce_scheduled
from aizuchi.pairs.models import Pair

# A series is looked at once a week, not each time that one more day has come.
SLACK = datetime.timedelta(weeks=1)


def list_series_to_extend(*, now: datetime.datetime) -> list[uuid.UUID]:
    """Those that go on, of pairs that last, whose dates do not reach far enough any more. One query."""
    yesterday = now.date() - datetime.timedelta(days=1)  # any wall: looked at closely below
    lasting = Pair.objects.lasting_beyond(yesterday).values("pk")
    short = Series.objects.filter(until_at__isnull=True, scheduled_until__lt=now + HORIZON - SLACK, pair__in=lasting)
    return list(short.values_list("pk", flat=True))


@transaction.atomic
def extend_series(*, series_id: uuid.UUID, now: datetime.datetime) -> list[Meeting]:
    """Lays what this series lacks; a date that another 1on1 is in the way of is left out, and the two are told.

    Two at once, or one after the other, schedule nothing twice: the row says how far it is scheduled.
    """
    series = Series.objects.select_for_update().filter(pk=series_id, until_at__isnull=True).first()
    if series is None or series.scheduled_until is None or series.scheduled_until >= now + HORIZON - SLACK:
        return []
    pair = Pair.objects.select_related("mentee", "mentor", "organization").get(pk=series.pair_id)
    dates = _missing(series, pair, now=now)
    wanted = [WantedTime(pair=pair, starts_at=date.starts_at, minutes=series.minutes) for date in dates]
    taken = lock_taken_times(wanted)
    free = [date for date, time in zip(dates, wanted, strict=True) if not taken.has_clash(time)]
    meetings = _create_meetings(series, pair, free, now=now)
    told = [moment for moment in series.left_out if datetime.datetime.fromisoformat(moment) > now]
    series.left_out = [*told, *(date.starts_at.isoformat() for date in dates if date not in free)]
    series.scheduled_until = now + HORIZON
    series.save(update_fields=["left_out", "scheduled_until"])
    if meetings:
        announce_scheduled(meetings, actor=None, now=now)
    return meetings


def _missing(series: Series, pair: Pair, *, now: datetime.datetime) -> list[Date]:
    """Nothing that is past, if nobody looked for long, and nothing after the pair's last day."""
    assert series.scheduled_until is not None
    zone = ZoneInfo(series.time_zone)
    found = dates_of(
        pair,
        rule=series.rule,
        starts_at=series.starts_at,
        zone=zone,
        shift=series.shift,
        since=series.scheduled_until,
        until=now + HORIZON,
    )
    last = pair.until_on
    return [
        date
        for date in found
        if date.starts_at > now and (last is None or date.starts_at.astimezone(zone).date() < last)
    ]


def _create_meetings(series: Series, pair: Pair, dates: list[Date], *, now: datetime.datetime) -> list[Meeting]:
    """As the latest of them: the same place, the same room where it is free, and nobody's edit."""
    like = series.meetings.order_by("-occurrence_at").first() or Meeting(pair=pair)
    fresh = [
        Meeting(
            pair=pair,
            series=series,
            occurrence_at=date.occurrence_at,
            starts_at=date.starts_at,
            minutes=series.minutes,
            place_kind=like.place_kind,
            place=like.place,
            video_url=like.video_url,
            created_at=now,
        )
        for date in dates
    ]
    Meeting.objects.bulk_create(fresh)
    if space_id := booked_space_of(like):
        book_where_free(fresh, space_id=space_id, actor=series.created_by, now=now)
    return fresh
