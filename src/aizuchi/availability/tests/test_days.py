"""Holidays and the organization's own days."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast

from aizuchi.availability.day_import import read_days
from aizuchi.availability.days_off import list_days_off
from aizuchi.availability.models import OrganizationDay
from aizuchi.availability.operations import days
from aizuchi.people.models import Person

NOW = datetime.datetime(2026, 6, 10, 1, 0, tzinfo=datetime.UTC)
DATA = Path(__file__).parent / "data"
TODAY = datetime.date(2026, 12, 1)
ClientFor = Callable[[Person], Client]
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//EN
BEGIN:VEVENT
UID:1
DTSTART;VALUE=DATE:20261229
DTEND;VALUE=DATE:20270101
SUMMARY:年末休み
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:20261201T090000Z
SUMMARY:会議
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_lines_are_read_in_every_usual_encoding(encoding: str) -> None:
    found = read_days(
        "日付,名前\n2026/12/29,年末休み,Year end\n2026年12月30日,年末休み\n2026-02-30,ない日\n".encode(encoding),
        today=TODAY,
    )

    assert [(one.line, one.text) for one in found.left_out] == [(4, "2026-02-30,ない日")]
    assert [(day.date.isoformat(), day.name, day.name_en) for day in found.days] == [
        ("2026-12-29", "年末休み", "Year end"),
        ("2026-12-30", "年末休み", ""),
    ]


def test_whole_days_of_a_calendar_are_read_and_appointments_are_not() -> None:
    found = read_days(CALENDAR.encode(), today=TODAY)

    assert [day.date.day for day in found.days] == [29, 30, 31]
    assert [(one.line, one.text, str(one.why)) for one in found.left_out] == [
        (10, "BEGIN:VEVENT", "終日の予定ではなく、時間の決まった予定です。")
    ]


@pytest.mark.parametrize(
    ("name", "dates", "left_out"),
    [
        ("days-bad-date.ics", ["2027-01-04"], [4]),
        ("days-cr-only.csv", ["2026-12-29", "2026-12-30"], []),
        ("days-double-start.ics", [], [4]),
        ("guard-holidays-cabinet-office-sjis.csv", ["2027-01-01", "2027-01-11"], []),
    ],
)
def test_what_files_of_the_wild_hold_is_noted_or_told(name: str, dates: list[str], left_out: list[int]) -> None:
    found = read_days((DATA / name).read_bytes(), today=TODAY)

    assert [day.date.isoformat() for day in found.days] == dates
    assert [one.line for one in found.left_out] == left_out


def test_what_comes_back_or_lasts_is_laid_whole_and_what_was_called_off_is_told() -> None:
    found = read_days((DATA / "days-repeat-and-duration.ics").read_bytes(), today=TODAY)
    laid = {name: [day.date for day in found.days if day.name == name] for name in ("創立記念日", "年末年始", "二か月")}

    assert laid["創立記念日"] == [datetime.date(year, 6, 6) for year in (2026, 2027, 2028)]
    assert [f"{day:%m-%d}" for day in laid["年末年始"]] == ["12-29", "12-30", "12-31", "01-01", "01-02"]
    assert (len(laid["二か月"]), laid["二か月"][-1]) == (61, datetime.date(2027, 9, 30))
    assert not [day for day in found.days if day.name == "取りやめ"]
    assert [str(one.why) for one in found.left_out] == ["取り消された予定です。"]


@pytest.mark.parametrize(
    "content",
    [
        b"2026-12-29,a\n9999-12-31,b\n0001-01-01,c\n2026-12-30\0,d\n" + b'"' * 200_000,
        b"2026-12-29,a\n" * 1200,
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261229\nRRULE:FREQ=DAILY;INTERVAL=0\nEND:VEVENT\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:99991231\nEND:VEVENT\nEND:VCALENDAR",
        b"BEGIN:VCALENDAR\n" * 50,
    ],
)
def test_an_odd_file_is_told_and_never_a_fault_of_ours(content: bytes, cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.hr).post("/calendars/days/import/", {"file": SimpleUploadedFile("days.csv", content)})

    assert answer.status_code in (200, 422)
    assert "取り込まなかった行" in answer.content.decode()


@pytest.mark.database
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:nonsense", b"a,b\nc"]
)
def test_what_holds_no_days_is_told(content: bytes, cast: Cast, client_for: ClientFor) -> None:
    file = SimpleUploadedFile("days.csv", content or b" ")

    answer = client_for(cast.hr).post("/calendars/days/import/", {"file": file})

    assert answer.status_code == 422
    assert not OrganizationDay.objects.exists()


@pytest.mark.database
def test_importing_twice_changes_nothing(cast: Cast, client_for: ClientFor) -> None:
    for _ in range(2):
        client_for(cast.hr).post("/calendars/days/import/", {"file": SimpleUploadedFile("a.ics", CALENDAR.encode())})

    assert OrganizationDay.objects.filter(organization=cast.organization).count() == 3


@pytest.mark.database
def test_a_public_holiday_becomes_a_working_day_and_back(cast: Cast, client_for: ClientFor) -> None:
    client, day = client_for(cast.hr), datetime.date(2026, 7, 20)
    span = {"first": day, "until": day + datetime.timedelta(days=1)}

    client.post("/calendars/days/", {"date": "2026-07-20", "kind": "work"})
    assert not list_days_off(cast.organization, **span)
    client.post("/calendars/days/2026-07-20/forget/")
    assert list_days_off(cast.organization, **span)


@pytest.mark.database
def test_another_country_or_none_may_be_chosen(cast: Cast, client_for: ClientFor) -> None:
    span = {"first": datetime.date(2026, 7, 1), "until": datetime.date(2026, 8, 1)}
    client = client_for(cast.administrator)

    client.post("/calendars/days/country/", {"country": "US"})
    assert {day.day for day in list_days_off(cast.organization, **span)} >= {4}
    client.post("/calendars/days/country/", {"country": ""})
    assert list_days_off(cast.organization, **span) == {}


def test_only_the_office_says_which_days_are_off(cast: Cast) -> None:
    for outsider in (cast.member, cast.manager, cast.stranger):
        with pytest.raises(PermissionDenied):
            days.set_days(actor=outsider, days=[days.Day(date=datetime.date(2026, 7, 1))], now=NOW)
    days.set_days(actor=cast.hr, days=[days.Day(date=datetime.date(2026, 7, 1))], now=NOW)
    assert not OrganizationDay.objects.filter(organization=cast.stranger.organization).exists()
