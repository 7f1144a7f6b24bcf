"""What the scheduling form says, kept as it was typed."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy

from aizuchi.availability.recurrence import Shift
from aizuchi.kernel.days import read_moment
from aizuchi.kernel.ids import read_key
from aizuchi.kernel.measure import read_number
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.arrangement import Arrangement

LENGTHS = (15, 20, 30, 45, 60, 90)
ANY_ROOM = "any"
CADENCE, OWN_RULE = "cadence", "rule"


class NoSuchTime(Refusal):
    field = "starts_at"
    sentence = gettext_lazy("Please choose a day and a time.")


class NoSpaceIsFree(Refusal):
    field = "room"
    sentence = gettext_lazy("No room is free at that time. Please choose another time, or write down a place.")


@dataclass
class ArrangementForm:
    """Texts as they stand in the inputs. `errors` is by the name of the field."""

    date: str = ""
    time: str = ""
    minutes: str = "30"
    place_kind: str = Meeting.Place.IN_PERSON
    place: str = ""
    video_url: str = ""
    version: str = "0"
    room: str = ""
    """Key of a room, ANY_ROOM, or nothing: then the place is in their own words."""
    start: str = ""
    """One of the offered times, tapped; it goes before what stands in the fields."""
    repeat: str = ""
    """Nothing, CADENCE or OWN_RULE."""
    rule: str = ""
    shift: str = Shift.NEXT_DAY
    scope: str = "one"
    anyway: bool = False
    """Having heard what speaks against that time."""
    meant: str = ""
    """The undated 1on1 that this form was made to date: it gets one date, whoever is faster."""
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "ArrangementForm":
        def typed(name: str) -> str:
            return data.get(name, "").strip()

        start = typed("start") or typed("slot")
        moment = parse_moment(start)
        local = timezone.localtime(moment) if moment else None
        return cls(
            start=start,
            anyway=bool(typed("anyway")),
            repeat=typed("repeat"),
            rule=typed("rule"),
            shift=typed("shift") if typed("shift") in Shift.values else Shift.NEXT_DAY,
            scope=typed("scope") or "one",
            date=f"{local:%Y-%m-%d}" if local else typed("date"),
            time=f"{local:%H:%M}" if local else typed("time"),
            minutes=typed("minutes"),
            place_kind=typed("place_kind"),
            place=typed("place"),
            video_url=typed("video_url"),
            version=typed("version"),
            room=typed("room"),
            meant=typed("meant"),
        )

    @classmethod
    def of(
        cls,
        meeting: Meeting,
        *,
        starts_at: datetime.datetime | None,
        place_of: Meeting | None,
        space_id: uuid.UUID | None = None,
    ) -> "ArrangementForm":
        """`starts_at` is proposed where the meeting has no date; the place is the one of the last time."""
        local = timezone.localtime(starts_at) if starts_at else None
        where = place_of or meeting
        return cls(
            date=f"{local:%Y-%m-%d}" if local else "",
            time=f"{local:%H:%M}" if local else "",
            minutes=str(meeting.minutes),
            place_kind=where.place_kind,
            place="" if space_id else where.place,
            video_url=where.video_url,
            room=str(space_id or ""),
            version=str(meeting.version),
            meant=str(meeting.pk) if meeting.starts_at is None and not meeting._state.adding else "",
        )

    @property
    def lengths(self) -> list[int]:
        own = read_number(self.minutes, least=5, most=480)
        return sorted({*LENGTHS, *([own] if own else [])})

    def read(self) -> Arrangement:
        """Raises NoSuchTime; everything else is for the operation to judge. Any room is for the view to choose."""
        starts_at = self.starts_at
        if starts_at is None:
            raise NoSuchTime
        is_video = self.place_kind == Meeting.Place.VIDEO
        return Arrangement(
            starts_at=starts_at,
            minutes=read_number(self.minutes, most=9999) or 0,
            place_kind=Meeting.Place.VIDEO if is_video else Meeting.Place.IN_PERSON,
            place="" if is_video else self.place,
            video_url=self.video_url if is_video else "",
            space_id=None if is_video else self.space_id,
        )

    @property
    def shifts(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Shift.choices]

    @property
    def space_id(self) -> uuid.UUID | None:
        return read_key(self.room)

    @property
    def meant_id(self) -> uuid.UUID | None:
        return read_key(self.meant)

    @property
    def starts_at(self) -> datetime.datetime | None:
        return parse_moment(self.start) or parse_local_time(self.date, self.time)

    def refuse(self, refusal: Refusal) -> None:
        self.errors[refusal.field or "starts_at"] = str(refusal)


def parse_moment(text: str) -> datetime.datetime | None:
    """As our own pages write it, with the offset; None for anything else."""
    try:
        says_offset = timezone.is_aware(datetime.datetime.fromisoformat(text))
    except ValueError:
        return None
    return read_moment(text) if says_offset else None


def read_local_time(data: Mapping[str, str], name: str) -> datetime.datetime | None:
    return parse_local_time(data.get(f"{name}_date", ""), data.get(f"{name}_time", ""))


def parse_local_time(date: str, time: str) -> datetime.datetime | None:
    """In the time zone of the person who typed it; None for what is no time."""
    try:
        says_offset = timezone.is_aware(datetime.datetime.fromisoformat(f"{date}T{time}"))
    except ValueError:
        return None
    return None if says_offset else read_moment(f"{date}T{time}")
