"""Each live part has an address of its own: what it shows is what the whole page shows there, for fewer questions."""

import datetime
import re
from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.growth.models import Spark
from aizuchi.growth.operations import write_thank_you_note
from aizuchi.meetings.models import Meeting, TalkRequest
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]
NOW = datetime.datetime(2026, 6, 15, 1, tzinfo=datetime.UTC)
# Page, address of the part, the elements it brings, and the most it may ask.
PARTS = [
    ("/meetings/{m}/session/", "talk", ["session-agenda", "session-sheets", "session-begun", "session-lent"], 24),
    ("/meetings/{m}/session/", "talk", ["session-foot", "session-timer"], 24),
    ("/meetings/{m}/session/", "actions", ["session-todos"], 8),
    ("/meetings/{m}/session/", "whole", ["session-whole"], 10),
    ("/meetings/{m}/wrap-up/", "spark", ["spark-here"], 6),
    ("/meetings/{m}/wrap-up/", "outcome", ["outcome"], 6),
    ("/meetings/{m}/wrap-up/", "thank-you", ["thank-you-notes"], 9),
    ("/meetings/{m}/wrap-up/", "next", ["next"], 26),
    ("/meetings/{m}/wrap-up/", "voice", ["voice", "foot"], 14),
    ("/meetings/{m}/prepare/", "agenda", ["prepare", "prepare-preview", "prepare-foot", "prepare-when"], 32),
    ("/meetings/{m}/brief/", "agenda", ["brief-agenda"], 24),
    ("/meetings/{m}/brief/", "begun", ["begun", "next-step"], 6),
    ("/pairs/{p}/", "talks", ["talks"], 12),
    ("/", "now", ["headline", "now", "next", "upcoming-1on1s"], 7),
    ("/", "now", ["headline", "now", "next", "upcoming-1on1s"], 7),
]


@pytest.fixture(params=["bare", "full", "closed"])
def meeting(cast: Cast, request: pytest.FixtureRequest) -> Meeting:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    MeetingFactory(pair=pair)
    before = MeetingFactory(pair=pair, state="closed", starts_at=NOW - datetime.timedelta(days=14), started_at=NOW)
    is_closed = request.param == "closed"
    found = MeetingFactory(
        pair=pair,
        state="closed" if is_closed else "held",
        starts_at=NOW,
        started_at=NOW,
        ended_at=NOW if is_closed else None,
        closed_at=NOW if is_closed else None,
    )
    if request.param != "bare":
        AgendaItemFactory(meeting=found, comment="急がない")
        AgendaItemFactory(meeting=found, state="talked")
        ActionItemFactory(pair=pair, owner=cast.member, meeting=found)
        for one, text in ((before, "先に聞く"), (found, "結論から話す")):
            Spark.objects.create(pair=pair, meeting=one, written_by=cast.member, text=text, created_at=one.starts_at)
        write_thank_you_note(actor=cast.manager, meeting_id=found.pk, text="ありがとう", now=NOW)
        expires = NOW + datetime.timedelta(hours=6)
        TalkRequest.objects.create(pair=pair, asked_by=cast.manager, created_at=NOW, expires_at=expires)
    return found


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("who", ["member", "manager"])
@pytest.mark.parametrize(("whole_page", "part", "elements", "most"), PARTS)
def test_a_part_is_what_the_page_shows_there(
    cast: Cast,
    meeting: Meeting,
    client_for: ClientFor,
    whole_page: str,
    part: str,
    elements: list[str],
    most: int,
    who: str,
) -> None:
    client = client_for(getattr(cast, who))
    address = whole_page.format(m=meeting.pk, p=meeting.pair_id)
    whole, asked_for_whole = _read(client, address)

    alone, asked_for_part = _read(client, f"{address}{part}/")

    for element in elements:
        assert whole.get(element) == alone.get(element), element
    assert asked_for_part <= asked_for_whole
    assert asked_for_part <= most


@pytest.fixture
def frozen(time_machine: object) -> None:
    time_machine.move_to(NOW, tick=False)  # type: ignore[attr-defined]


def _read(client: Client, address: str) -> tuple[Mapping[str, str], int]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return _elements(answer.content.decode()), len(asked)


def _elements(html: str) -> dict[str, str]:
    """Every element that has a name, with what is in it.

    Tokens against forgery are other ones each time, and a script is asked for once, wherever it is first needed.
    """
    html = re.sub(r'<link rel="modulepreload"[^>]*>|<script type="module"[^>]*></script>', "", html)
    html = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", html)
    return {
        found[2]: _whole_element(html, found.start(), found[1])
        for found in re.finditer(r'<(\w+)[^>]*?\sid="([^"]+)"', html)
    }


def _whole_element(html: str, start: int, tag: str) -> str:
    depth = 0
    for found in re.finditer(rf"<(/?){tag}\b[^>]*>", html[start:]):
        depth += -1 if found[1] else 1
        if depth == 0:
            return re.sub(r"\s+", " ", html[start : start + found.end()])
    return ""
