"""Rules that come back: as other calendars tell them, over changes of clocks, around days off."""

import datetime
import json
import random
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from aizuchi.availability.recurrence import MOST, BadRule, check_rule, expand, rule_of_cadence, shift_day, shift_moment

HERE = Path(__file__).resolve().parent
NODE = shutil.which("node", path=f"{HERE.parents[3] / '.venv/bin'}:{Path('/usr/bin')}") or shutil.which("node")
MODULES = HERE.parents[3] / "node_modules" / "ical.js"
ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def make_corpus(count: int) -> list[tuple[str, datetime.datetime, ZoneInfo]]:
    """Rules as people make them, beginning shortly before clocks change, some of them in the hour that is skipped."""
    chance = random.Random(41)
    corpus = []
    for number in range(count):
        zone = ZoneInfo(ZONES[number % len(ZONES)])
        day = datetime.date(2026, chance.choice([2, 3, 9, 10]), chance.randrange(1, 29))
        hour, minute = chance.choice([(9, 0), (14, 30), (2, 15), (23, 45), (1, 30)])
        interval = chance.choice([1, 1, 2, 3])
        weekday = DAYS[day.weekday()]
        two_days = ",".join(sorted({weekday, chance.choice(DAYS)}, key=DAYS.index))
        rule = chance.choice(
            [
                f"FREQ=DAILY;INTERVAL={interval}",
                f"FREQ=WEEKLY;INTERVAL={interval}",
                f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={two_days}",
                f"FREQ=MONTHLY;INTERVAL={interval};BYDAY={min(4, (day.day - 1) // 7 + 1)}{weekday}",
                f"FREQ=MONTHLY;INTERVAL={interval};BYDAY=-1{weekday}",
                f"FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={day.day}",
                f"FREQ=MONTHLY;INTERVAL={interval};BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                f"FREQ=YEARLY;BYMONTH={day.month};BYMONTHDAY={day.day}",
            ]
        )
        rule += chance.choice(["", f";COUNT={chance.randrange(2, 20)}", ";UNTIL=20261130T120000Z"])
        corpus.append((rule, datetime.datetime.combine(day, datetime.time(hour, minute), zone), zone))
    return corpus


CORPUS = make_corpus(120)
UNTIL = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)


def starts_on_its_own_rule(rule: str, start: datetime.datetime, zone: ZoneInfo) -> bool:
    """RFC 5545 leaves open what a first event that its rule does not hit means; our own rules always hit it."""
    found = expand(rule, starts_at=start, zone=zone, until=UNTIL)
    return bool(found) and found[0] == start


@pytest.mark.skipif(not (NODE and MODULES.exists()), reason="ical.js comes with `npm ci`")
def test_ical_js_says_the_same() -> None:
    cases, expected = [], []
    for rule, start, zone in CORPUS:
        if "UNTIL" in rule or not starts_on_its_own_rule(rule, start, zone):
            continue  # a floating clock knows no UTC
        last = UNTIL.astimezone(zone).replace(tzinfo=None)
        wall = start.replace(tzinfo=None)
        cases.append({"rule": rule, "start": wall.isoformat(), "until": last.isoformat()})
        floating = expand(
            rule,
            starts_at=wall.replace(tzinfo=datetime.UTC),
            zone=ZoneInfo("UTC"),
            until=last.replace(tzinfo=datetime.UTC),
        )
        expected.append([moment.replace(tzinfo=None).isoformat() for moment in floating])

    done = subprocess.run(
        [str(NODE), str(HERE / "expand_with_ical.mjs")],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )

    assert len(cases) > 50
    assert json.loads(done.stdout) == expected


def test_recurring_ical_events_says_the_same_over_changes_of_clocks() -> None:
    compared = 0
    for rule, start, zone in CORPUS[:60]:
        if not starts_on_its_own_rule(rule, start, zone):
            continue
        calendar = Calendar.from_ical(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
            f"DTSTART;TZID={zone.key}:{start:%Y%m%dT%H%M%S}\r\nDURATION:PT30M\r\nRRULE:{rule}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        events = recurring_ical_events.of(calendar).between(start, UNTIL)
        theirs = sorted(event["DTSTART"].dt.astimezone(datetime.UTC) for event in events)
        ours = [moment.astimezone(datetime.UTC) for moment in expand(rule, starts_at=start, zone=zone, until=UNTIL)]
        assert [moment for moment in theirs if moment < UNTIL][:MOST] == ours, (rule, start)
        compared += 1

    assert compared > 25


def test_a_rule_keeps_its_hour_on_the_wall_when_clocks_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    start = datetime.datetime(2026, 3, 26, 9, tzinfo=zone)

    found = expand("FREQ=WEEKLY", starts_at=start, zone=zone, until=start + datetime.timedelta(days=15))

    assert [moment.hour for moment in found] == [9, 9, 9]
    assert found[1].astimezone(datetime.UTC) - found[0].astimezone(datetime.UTC) == datetime.timedelta(days=7, hours=-1)


def test_a_rule_that_never_ends_is_bounded() -> None:
    start = datetime.datetime(2026, 1, 1, 9, tzinfo=datetime.UTC)
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC) - datetime.timedelta(days=2)

    assert len(expand("FREQ=DAILY", starts_at=start, zone=ZoneInfo("UTC"), until=never)) == 400
    assert len(expand("FREQ=YEARLY", starts_at=start, zone=ZoneInfo("UTC"), until=never)) <= 3


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "weekly",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;INTERVAL=0x",
        "FREQ=DAILY;BYEASTER=0",
        "X" * 300,
    ],
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        check_rule(rule)


def test_rules_are_read_as_calendars_write_them() -> None:
    assert check_rule(" rrule:freq=weekly;interval=2 ") == "FREQ=WEEKLY;INTERVAL=2"


def test_every_cadence_has_its_rule() -> None:
    third_thursday, fifth_friday = datetime.date(2026, 6, 18), datetime.date(2026, 5, 29)

    assert rule_of_cadence("every_2_weeks", third_thursday) == "FREQ=WEEKLY;INTERVAL=2"
    assert rule_of_cadence("monthly", third_thursday) == "FREQ=MONTHLY;INTERVAL=1;BYDAY=3TH"
    assert rule_of_cadence("quarterly", fifth_friday) == "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR"
    assert rule_of_cadence("when_needed", third_thursday) == ""


def test_a_day_off_shifts_by_the_rule_that_was_chosen() -> None:
    friday = datetime.date(2026, 5, 1)
    days_off = {friday, datetime.date(2026, 5, 4), datetime.date(2026, 5, 5), datetime.date(2026, 5, 6)}
    how = {
        name: shift_day(friday, is_off=days_off.__contains__, how=name) for name in ("skip", "next_day", "next_week")
    }

    assert how == {"skip": None, "next_day": datetime.date(2026, 5, 7), "next_week": datetime.date(2026, 5, 8)}
    assert shift_day(datetime.date(2026, 4, 30), is_off=days_off.__contains__, how="skip") == datetime.date(2026, 4, 30)


def test_a_shifted_1on1_keeps_its_hour_over_a_change_of_clocks() -> None:
    zone = ZoneInfo("America/New_York")
    friday = datetime.datetime(2026, 3, 6, 14, tzinfo=zone)

    moved = shift_moment(friday, zone=zone, is_off={friday.date()}.__contains__, how="next_day")

    assert moved == datetime.datetime(2026, 3, 9, 14, tzinfo=zone)
