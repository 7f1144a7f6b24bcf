"""Foreign calendars are read in a process that can be killed, and one that hangs takes nothing else with it."""

import datetime
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from aizuchi.kernel.ics import apart
from aizuchi.kernel.ics.reading import BusyWindow, Reading, read_object
from aizuchi.kernel.ics.walls import Unreadable

DATA = Path(__file__).parent / "data"
UTC = datetime.UTC
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
WINDOW = BusyWindow(datetime.datetime(2026, 12, 1, tzinfo=UTC), datetime.datetime(2027, 12, 1, tzinfo=UTC))
RIGHT = {
    "busy-all-day-same-end": ["12-10 15:00 24h"],
    "busy-declined": [],
    "busy-duration-in-fold": ["10-31 00:30 0.5h"],
    "busy-duration-over-clock-change": ["03-27 19:00 12h"],
    "busy-empty-exdate": ["12-14 06:00 1h", "12-21 06:00 1h", "12-28 06:00 1h"],
    "busy-series-through-gap": ["03-21 01:30 0.5h", "03-28 01:30 0.5h", "04-04 00:30 0.5h"],
    "busy-until-as-date": ["03-08 08:00 1h", "03-15 08:00 1h", "03-22 08:00 1h"],
    "busy-zone-by-display-name": ["03-08 08:00 1h"],
    "guard-exceptions": ["03-08 08:00 1h", "03-16 13:00 1h", "03-22 08:00 1h", "03-30 11:00 1h", "04-13 11:00 1h"],
    "guard-outlook-1601-zone": [
        "03-08 08:00 1h",
        "03-15 08:00 1h",
        "03-22 08:00 1h",
        "03-29 07:00 1h",
        "04-05 07:00 1h",
    ],
}


def read(*objects: bytes) -> list[Reading | Unreadable]:
    return list(apart.read_objects(objects, window=WINDOW, zone=TOKYO, addresses={"aoi@tried.example"}))


def tried(name: str) -> bytes:
    return (DATA / f"{name}.ics").read_bytes()


def event(*lines: str) -> bytes:
    body = "\r\n".join(lines)
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:x\r\n{body}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    )


@pytest.mark.parametrize("name", RIGHT)
def test_what_calendars_are_known_to_say_is_understood(name: str) -> None:
    (reading,) = read(tried(name))

    assert isinstance(reading, Reading)
    assert reading.unreadable == 0
    told = [
        f"{b.starts_at:%m-%d %H:%M} {(b.ends_at - b.starts_at) / datetime.timedelta(hours=1):g}h" for b in reading.busy
    ]
    assert told == RIGHT[name]


def test_one_that_was_declined_says_so_to_its_owner_alone() -> None:
    (reading,) = read(tried("busy-declined"))
    other = read_object(tried("busy-declined"), window=WINDOW, zone=TOKYO, addresses={"boss@tried.example"})

    assert isinstance(reading, Reading)
    assert (reading.is_declined, other.is_declined, len(other.busy)) == (True, False, 1)


def test_a_rule_that_stands_still_is_unreadable_at_once_and_its_neighbours_are_read() -> None:
    good = event("DTSTART:20261210T060000Z", "DTEND:20261210T070000Z")
    began = time.monotonic()

    first, odd, last = read(good, tried("rrule-interval-zero"), good)

    assert time.monotonic() - began < 10
    assert isinstance(odd, Reading)
    assert (odd.busy, odd.unreadable) == ((), 1)
    assert [len(reading.busy) for reading in (first, last) if isinstance(reading, Reading)] == [1, 1]


@pytest.mark.parametrize(
    "body",
    [
        b"BEGIN:VEVENT\r\n" * 40_000,
        b"BEGIN:VCALENDAR\r\n" * 20 + b"END:VCALENDAR\r\n" * 20,
        b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * 30_000 + b"END:VCALENDAR\r\n",
        b"x" * 2_000_000,
        b"\x00\xff",
        b"",
    ],
)
def test_what_is_too_deep_too_much_or_nothing_is_unreadable(body: bytes) -> None:
    assert isinstance(read(body)[0], Unreadable)


def test_the_processor_time_of_one_piece_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    from aizuchi.kernel.ics import child

    def spin(piece: bytes, how: object) -> None:
        while True:
            pass

    monkeypatch.setattr(child, "SECONDS", 0.05)
    monkeypatch.setitem(child.READ_BY, "object", spin)
    before = signal.signal(signal.SIGVTALRM, child._give_up)
    try:
        found = list(child._answer({"what": "object", "how": {}}, [b"a", b"b"]))
    finally:
        signal.signal(signal.SIGVTALRM, before)

    assert found == [{"unreadable": "TooLong"}] * 2


def test_a_process_that_hangs_is_killed_and_the_next_piece_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_processes", apart._Processes())
    with apart._processes.borrow() as process:
        process.ask("reply", [b""], {})
        os.kill(process._started.pid, signal.SIGSTOP)
        process._patience = 0.2
    good = event("DTSTART:20261210T060000Z", "DTEND:20261210T070000Z")

    first, second = read(good, good)

    assert process._started.poll() is not None
    assert isinstance(first, Reading)
    assert first == second


def test_it_is_told_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIZUCHI_SECRET", "tsubaki")
    monkeypatch.setattr(apart, "_processes", apart._Processes())
    with apart._processes.borrow() as process:
        process.ask("reply", [b""], {})

        environment = Path(f"/proc/{process._started.pid}/environ")
        if environment.exists():
            assert b"AIZUCHI" not in environment.read_bytes()
    process.close()


def test_a_calendar_of_things_that_take_too_long_is_given_up_early(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def ask(what: str, pieces: Sequence[bytes], how: object) -> list[Unreadable]:
        asked.append(len(pieces))
        return [Unreadable("TooLong")] * 3 + [Unreadable("rule")] * (len(pieces) - 3)

    monkeypatch.setattr(apart, "_ask", ask)

    with pytest.raises(apart.TooCostly):
        read(*[b""] * 5000)
    assert len(asked) == 4
