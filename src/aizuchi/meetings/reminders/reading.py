"""What every reminder about meetings reads."""

import datetime
import uuid
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.meetings.models import Meeting, MeetingQuerySet
from aizuchi.notifications.models import Notice
from aizuchi.pairs.models import Pair, PairQuerySet
from aizuchi.people.models import Person
from aizuchi.people.todays import leaves_at, list_todays

FOUND = (
    *("state", "starts_at", "ended_at", "minutes", "pair__kind"),
    *("pair__mentee__time_zone", "pair__mentor__time_zone"),
)


def reminded_meetings(now: datetime.datetime) -> MeetingQuerySet:
    """Of pairs that last, with both there and neither on leave; only what finding needs is read."""
    return _with_both_there(now).only(*FOUND)


def meetings_of(notices: Sequence[Notice], now: datetime.datetime) -> dict[uuid.UUID, Meeting]:
    """The meetings that these notices are about, as far as there is still somebody to remind."""
    found = _with_both_there(now).filter(pk__in={notice.subject_id for notice in notices})
    return {meeting.pk: meeting for meeting in found}


def _with_both_there(now: datetime.datetime) -> MeetingQuerySet:
    # What may still be taken back is not spoken of.
    told = Q(scheduled_quarter__isnull=True) | Q(scheduled_quarter__tell_at__lte=now)
    rows = Meeting.objects.filter(
        told, _lasts(now, "pair__"), ~_is_away(now, "pair__mentee"), ~_is_away(now, "pair__mentor")
    )
    return rows.select_related("pair__mentee", "pair__mentor")


def reminded_pairs(now: datetime.datetime) -> PairQuerySet:
    rows = Pair.objects.filter(_lasts(now, ""), ~_is_away(now, "mentee"), ~_is_away(now, "mentor"))
    return rows.select_related("mentee__organization", "mentor__organization")


def key_of(meeting: Meeting, person: Person) -> str:
    """Moved to another day of theirs it is told again; moved by an hour it is not."""
    assert meeting.starts_at is not None
    return f"{meeting.pk}:{person.today(meeting.starts_at):%Y-%m-%d}"


def address(name: str, key: uuid.UUID) -> str:
    return absolute(reverse(name, args=[key]))


def _lasts(now: datetime.datetime, path: str) -> Q:
    """By the date where its organization is."""
    there = Q(pk__in=[])
    for today, zones in list_todays(now).items():
        is_open = Q(**{f"{path}until_on__isnull": True}) | Q(**{f"{path}until_on__gt": today})
        begun = Q(**{f"{path}organization__time_zone__in": zones, f"{path}starts_on__lte": today})
        there |= begun & is_open
    return there & Q(**{f"{path}circle__isnull": False})


def _is_away(now: datetime.datetime, path: str) -> Exists:
    return Exists(leaves_at(now).filter(person=OuterRef(path)))
