"""The private address from which any calendar reads one's own 1on1s."""

import io
import json
import logging.config
import re
from collections.abc import Callable

from django.test import Client
from icalendar import Calendar
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.calendars.models import FeedAddress
from aizuchi.calendars.tests.conftest import soon
from aizuchi.config.logs import logging_settings
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]


def make_address(client: Client) -> str:
    page = client.post("/calendars/feed/renew/")
    found = re.search(r"http://testserver(/calendars/feed/[\w-]{43}\.ics)", page.content.decode())
    assert found
    assert "no-store" in page.headers["Cache-Control"]
    return found[1]


def test_it_shows_only_ones_own_1on1s_under_a_title_that_tells_nothing(
    cast: Cast, client_for: ClientFor, schedule: Callable[..., Meeting]
) -> None:
    schedule()
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=soon(days=4))

    feed = Client().get(make_address(client_for(cast.member)))

    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["SUMMARY"] == "1on1"
    assert event.decoded("DTSTART") == soon()
    assert "ATTENDEE" not in event
    assert "sessionid" not in feed.cookies


def test_a_calendar_that_knows_it_already_gets_nothing(
    cast: Cast, client_for: ClientFor, schedule: Callable[..., Meeting]
) -> None:
    address = make_address(client_for(cast.member))
    first = Client().get(address)

    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    schedule()
    changed = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


def test_a_new_address_ends_the_old_one_and_stopping_ends_it_too(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)
    old, new = make_address(client), make_address(client)

    assert [Client().get(address).status_code for address in (old, new)] == [404, 200]
    client.post("/calendars/feed/end/")
    assert Client().get(new).status_code == 404


def test_whoever_left_has_no_feed(cast: Cast, client_for: ClientFor) -> None:
    address = make_address(client_for(cast.member))

    Person.objects.filter(pk=cast.member.pk).update(left_on=soon(days=-2).date())

    assert Client().get(address).status_code == 404


def test_the_token_is_found_neither_in_the_database_nor_in_the_log_nor_in_the_record(
    cast: Cast, client_for: ClientFor
) -> None:
    stream = io.StringIO()
    settings = logging_settings(as_json=True)
    settings["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(settings)
    address = make_address(client_for(cast.member))
    token = address.rpartition("/")[2].removesuffix(".ics")

    Client().get(address)
    logging.config.dictConfig(logging_settings(as_json=False))

    assert "/calendars/feed/<str:token>.ics" in stream.getvalue()
    assert token not in stream.getvalue()
    assert token not in str(FeedAddress.objects.values())
    assert token not in json.dumps(list(AuditEntry.objects.values("action", "detail")))


def test_the_address_is_shown_once(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)
    token = make_address(client).rpartition("/")[2]

    assert token not in client.get("/calendars/").content.decode()
