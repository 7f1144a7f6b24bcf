"""What passes between us and the process that reads foreign calendars, as JSON: nothing that comes back is executed."""

import datetime
from typing import Any

from aizuchi.kernel.ics.days import CalendarDays
from aizuchi.kernel.ics.reading import Busy, BusyWindow, Reading
from aizuchi.kernel.ics.replies import Reply


def pack_window(window: BusyWindow) -> list[str]:
    return [window.starts_at.isoformat(), window.ends_at.isoformat()]


def window_from(said: Any) -> BusyWindow:
    return BusyWindow(*map(datetime.datetime.fromisoformat, said))


def day_from(said: str) -> datetime.date:
    return datetime.date.fromisoformat(said)


def pack_busy(busy: Busy) -> list[Any]:
    return [busy.starts_at.timestamp(), busy.ends_at.timestamp(), busy.is_tentative]


def busy_from(said: Any) -> Busy:
    return Busy(_moment(said[0]), _moment(said[1]), bool(said[2]))


def pack_reading(reading: Reading) -> dict[str, Any]:
    return {
        "uid": reading.uid,
        "busy": [pack_busy(busy) for busy in reading.busy],
        "starts_at": reading.starts_at.timestamp() if reading.starts_at else None,
        "ends_at": reading.ends_at.timestamp() if reading.ends_at else None,
        "is_cancelled": reading.is_cancelled,
        "is_declined": reading.is_declined,
        "unreadable": reading.unreadable,
    }


def reading_from(said: Any) -> Reading:
    return Reading(
        uid=said["uid"],
        busy=tuple(map(busy_from, said["busy"])),
        starts_at=None if said["starts_at"] is None else _moment(said["starts_at"]),
        ends_at=None if said["ends_at"] is None else _moment(said["ends_at"]),
        is_cancelled=said["is_cancelled"],
        is_declined=said["is_declined"],
        unreadable=said["unreadable"],
    )


def pack_reply(reply: Reply) -> dict[str, Any]:
    times = {name: getattr(reply, name) for name in ("said_at", "starts_at", "ends_at")}
    return {**vars(reply), **{name: value.isoformat() if value else None for name, value in times.items()}}


def reply_from(said: Any) -> Reply:
    times = {name: said[name] for name in ("said_at", "starts_at", "ends_at")}
    found = {name: datetime.datetime.fromisoformat(value) if value else None for name, value in times.items()}
    return Reply(**{**said, **found})


def pack_days(found: CalendarDays) -> dict[str, Any]:
    return {
        "days": [[day.isoformat(), name] for day, name in found.days],
        "left_out": [[line, reason] for line, reason in found.left_out],
    }


def days_from(said: Any) -> CalendarDays:
    return CalendarDays(
        days=[(day_from(day), str(name)) for day, name in said["days"]],
        left_out=[(int(line), str(reason)) for line, reason in said["left_out"]],
    )


def _moment(seconds: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)
