"""When, how long and where two people want to meet, and whether that can be."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.refusals import InThePast, Refusal
from aizuchi.kernel.web_addresses import is_web_address
from aizuchi.meetings.booked_spaces import booked_space_of
from aizuchi.meetings.clashes import WantedTime, lock_taken_times
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_time

SHORTEST, LONGEST = 5, 480


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    starts_at: datetime.datetime
    minutes: int
    place_kind: str = Meeting.Place.IN_PERSON
    place: str = ""
    video_url: str = ""
    space_id: uuid.UUID | None = None
    goes_without_space: bool = field(default=False, compare=False)
    """The room comes along if it is free then; somebody who chose it on purpose hears that it is not."""


class BadLength(Refusal):
    field = "minutes"
    sentence = gettext_lazy("Choose a length between 5 minutes and 8 hours.")


class BadVideoLink(Refusal):
    field = "video_url"
    sentence = gettext_lazy("Please use a link that begins with https://.")


class BadPlace(Refusal):
    field = "place"
    sentence = gettext_lazy("A place takes up to 120 characters.")


class NotFree(Refusal):
    field = "starts_at"


def arrangement_of(meeting: Meeting) -> Arrangement:
    """Of a meeting with a date, to be kept but for what changes."""
    assert meeting.starts_at is not None
    return Arrangement(
        space_id=booked_space_of(meeting),
        goes_without_space=True,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        place_kind=meeting.place_kind,
        place=meeting.place,
        video_url=meeting.video_url,
    )


def check_arrangement(meeting: Meeting, wanted: Arrangement, *, actor: Person, now: datetime.datetime) -> None:
    """Raises a refusal that says what to choose instead. A place may still be changed after the hour has struck."""
    if not SHORTEST <= wanted.minutes <= LONGEST:
        raise BadLength
    if len(wanted.place) > 120:
        raise BadPlace
    if wanted.place_kind == Meeting.Place.VIDEO and wanted.video_url and not is_safe_link(wanted.video_url):
        raise BadVideoLink
    if wanted.starts_at < now and wanted.starts_at != meeting.starts_at:
        raise InThePast(field="starts_at")
    _check_free(meeting, wanted, actor=actor)


def is_safe_link(url: str) -> bool:
    """Only https, with a host, nothing hidden: the other person will click on it."""
    return is_web_address(url, longest=500)


def _check_free(meeting: Meeting, wanted: Arrangement, *, actor: Person) -> None:
    """One's own other 1on1 is named; of the partner's nothing is told but that they are not free."""
    time = WantedTime(pair=meeting.pair, starts_at=wanted.starts_at, minutes=wanted.minutes, meeting_id=meeting.pk)
    taken = lock_taken_times([time])
    own = taken.first_clash(time, of=[actor.pk])
    if own:
        partner = Pair.objects.select_related("mentee", "mentor").get(meetings=own.meeting_id).partner_of(actor)
        raise NotFree(
            _("You have a 1on1 with %(name)s at %(time)s. Please choose another time.")
            % {"name": partner.short_name, "time": format_time(own.starts_at)}
        )
    if taken.has_clash(time):
        partner = meeting.pair.partner_of(actor)
        raise NotFree(_("%(name)s isn't free at that time. Please choose another one.") % {"name": partner.short_name})
