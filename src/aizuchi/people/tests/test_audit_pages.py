import csv
import datetime
import html
import io
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.audit.operations import record
from aizuchi.people.models import Person
from aizuchi.people.operations import change_supervisor, rename_unit

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SignIn = Callable[[Person], Client]


@pytest.fixture
def written(cast: Cast) -> Cast:
    change_supervisor(person_id=cast.member.pk, supervisor_id=cast.mentor.pk, on=TODAY, actor=cast.hr, now=NOW)
    rename_unit(unit_id=cast.sales.pk, name="=1+1", name_en="", version=1, actor=cast.administrator, now=NOW)
    record(
        organization_id=cast.stranger.organization_id,
        actor=None,
        action="people.unit.renamed",
        subject_id=None,
        now=NOW,
    )
    return cast


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_record_names_people_and_units(written: Cast, client_for: SignIn, language: str) -> None:
    Person.objects.filter(pk=written.administrator.pk).update(language=language)

    page = client_for(written.administrator).get(reverse("people:audit")).content.decode()

    for name in ("小野寺 葵", "瀬川 ひかり", "藤代 由紀") if language == "ja" else ("Aoi Onodera", "Hikari Segawa"):
        assert name in page
    assert "people.unit.renamed" not in page


def test_the_record_is_narrowed_down(written: Cast, client_for: SignIn) -> None:
    client = client_for(written.administrator)

    def numbers(**filters: object) -> list[str]:
        return [entry.action for entry in client.get(reverse("people:audit"), filters).context["entries"]]

    assert numbers(who=written.hr.employee_number)[-1] == "people.supervisor.changed"
    assert numbers(about=written.sales.pk) == ["people.unit.renamed"]
    assert numbers(app="meetings.x") != []
    assert numbers(since=TODAY.isoformat(), app="people")[0] == "people.unit.renamed"
    assert numbers(until="2020-01-01") == []
    assert numbers(until="yesterday") != []


def test_the_download_is_complete_and_harmless_in_a_spreadsheet(written: Cast, client_for: SignIn) -> None:
    response = client_for(written.administrator).get(reverse("people:audit_csv"))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert {row[3] for row in rows[1:]} >= {"people.unit.renamed", "people.supervisor.changed"}
    assert "'=1+1" in {row[4] for row in rows}


def test_the_record_is_offered_as_parquet_too(written: Cast, client_for: SignIn) -> None:
    client = client_for(written.administrator)
    page = client.get(reverse("people:audit"), {"room": "people"}).content.decode()
    (address,) = re.findall(r'href="([^"]+as=parquet)"', page)

    answer = client.get(html.unescape(address))

    assert answer["Content-Disposition"].endswith('.parquet"')
    assert answer.getvalue().startswith(b"PAR1")


@pytest.mark.parametrize(
    ("language", "two", "time"),
    [("ja", "小野寺 葵 – 森川 拓海", "14:00"), ("en", "Aoi Onodera – Takumi Morikawa", "14:00")],
)
def test_pairs_and_1on1s_are_named_in_the_language_and_time_of_the_reader(
    cast: Cast, client_for: SignIn, language: str, two: str, time: str
) -> None:
    Person.objects.filter(pk=cast.administrator.pk).update(language=language, time_zone="Asia/Tokyo")
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    common = {"organization_id": cast.organization.pk, "actor": cast.hr, "now": NOW}
    at = datetime.datetime(2026, 6, 18, 5, 0, tzinfo=datetime.UTC)
    record(action="pairs.pair.ended", subject_id=pair.pk, detail={"until_on": datetime.date(2026, 6, 18)}, **common)
    record(action="meetings.meeting.moved", subject_id=None, detail={"pair_id": pair.pk, "was_at": at}, **common)
    client = client_for(Person.objects.get(pk=cast.administrator.pk))

    page = client.get(reverse("people:audit")).content.decode()

    assert page.count(two) == 2
    assert time in page
    assert "2026-06-18" not in page
    assert str(pair.pk) not in page
    assert "+09:00" in b"".join(client.get(reverse("people:audit_csv")).streaming_content).decode()
