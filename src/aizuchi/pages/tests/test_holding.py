import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


def hold(pair: Pair, *, days_ago: int, state: str = Meeting.State.CLOSED) -> Meeting:
    then = timezone.now() - datetime.timedelta(days=days_ago)
    started = None if state in ("planned", "cancelled") else then
    return MeetingFactory(pair=pair, state=state, starts_at=then, started_at=started)


@pytest.fixture
def supervised(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


@pytest.fixture
def mentored(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")


def rows_of(client: Client) -> str:
    answer = client.get("/holding/")
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("<tbody") : page.index("</tbody>")] if "<tbody" in page else ""


def test_hr_sees_that_and_when_every_pair_met(cast: Cast, supervised: Pair, mentored: Pair, client_for: SignIn) -> None:
    hold(supervised, days_ago=3)

    rows = rows_of(client_for(cast.hr))

    assert "小野寺 葵" in rows
    assert "瀬川 ひかり" in rows
    assert "開かれた1回" in rows


@pytest.mark.database
def test_the_chain_of_command_sees_supervisor_pairs_below_and_no_others(
    cast: Cast, supervised: Pair, mentored: Pair, client_for: SignIn
) -> None:
    rows = rows_of(client_for(cast.executive))

    assert "森川 拓海" in rows
    assert "瀬川 ひかり" not in rows


def test_the_page_says_who_sees_what(cast: Cast, client_for: SignIn) -> None:
    assert "ふたりのほかにだれも開けません" in client_for(cast.hr).get("/holding/").content.decode()
    assert "人事にも見えます" in client_for(cast.executive).get("/holding/").content.decode()


@pytest.mark.parametrize("who", ["hr", "executive"])
@pytest.mark.parametrize("address", ["/holding/", "/holding.csv"])
def test_what_was_talked_about_is_never_on_it(
    cast: Cast, supervised: Pair, client_for: SignIn, who: str, address: str
) -> None:
    AgendaItemFactory(meeting=hold(supervised, days_ago=3), title="異動の相談", comment="ふたりだけのこと")

    page = client_for(getattr(cast, who)).get(address).getvalue().decode()

    assert "小野寺" in page
    assert "異動の相談" not in page
    assert "ふたりだけのこと" not in page


def test_another_organization_does_not_exist(cast: Cast, supervised: Pair, client_for: SignIn) -> None:
    elsewhere = PairFactory(mentee=PersonFactory(family_name="よその"))

    assert elsewhere.mentee.full_name not in rows_of(client_for(cast.hr))


def test_the_file_tells_held_from_not_held(cast: Cast, supervised: Pair, client_for: SignIn) -> None:
    hold(supervised, days_ago=3)
    hold(supervised, days_ago=17, state=Meeting.State.CANCELLED)
    hold(supervised, days_ago=31, state=Meeting.State.PLANNED)

    lines = client_for(cast.hr).get("/holding.csv").getvalue().decode("utf-8-sig").splitlines()

    assert [line.rsplit(",", 1)[1] for line in lines[1:]] == ["分からない", "開かれなかった", "開かれた"]


def test_a_name_that_looks_like_a_formula_stays_a_name(cast: Cast, client_for: SignIn) -> None:
    person = PersonFactory(organization=cast.organization, family_name="=1+1")
    hold(PairFactory(mentee=person, mentor=cast.manager), days_ago=3)

    assert "'=1+1" in client_for(cast.hr).get("/holding.csv").getvalue().decode()


@pytest.mark.database
def test_a_person_is_found_by_name(cast: Cast, supervised: Pair, client_for: SignIn) -> None:
    PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")

    page = client_for(cast.hr).get("/holding/", {"q": "おのでら", "page": "nonsense"}).content.decode()

    assert "小野寺 葵" in page
    assert "三宅 遼" not in page


def test_it_is_only_looked_at(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.hr).post("/holding/").status_code == 405


def meet_twelve(mentor: Person) -> None:
    """As many as one is offered help for."""
    for _number in range(12):
        hold(PairFactory(mentee=PersonFactory(organization=mentor.organization), mentor=mentor), days_ago=9)


@pytest.mark.database
def test_it_takes_as_many_queries_for_many_pairs_as_for_few(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    meet_twelve(cast.mentor)
    rows_of(client)
    few = count_queries(client)

    meet_twelve(cast.executive)

    assert count_queries(client) == few
    assert few <= 24


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        rows_of(client)
    return len(captured)
