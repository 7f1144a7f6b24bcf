"""HR's page of holding: what it says first, whom a hand is offered, and what the table can be narrowed to."""

import datetime
import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory, PersonFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.meetings.models import Meeting
from aizuchi.notifications.models import Notice
from aizuchi.pages.queries import holding
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Leave, Person, Unit

NOW = datetime.datetime(2026, 6, 18, 10, 30, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Thursday
DAY = datetime.timedelta(days=1)
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def waiting(cast: Cast) -> Pair:
    """Of the member and her manager: 94 days ago, and no date."""
    pair = PairFactory(mentee=cast.member, mentor=cast.manager, created_at=NOW - 400 * DAY)
    hold(pair, days_ago=94)
    return pair


@pytest.fixture
def meeting_well(cast: Cast) -> Pair:
    pair = PairFactory(mentee=cast.colleague, mentor=cast.executive, created_at=NOW - 400 * DAY)
    for days_ago in (8, 36, 64, 92, 120, 148):
        hold(pair, days_ago=days_ago)
    return pair


def hold(pair: Pair, *, days_ago: int, state: str = Meeting.State.CLOSED) -> Meeting:
    then = NOW - days_ago * DAY
    started = None if state in ("planned", "cancelled") else then
    return MeetingFactory(pair=pair, state=state, starts_at=then, started_at=started)


def read(client: Client, **asked: str) -> str:
    answer = client.get("/holding/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def aids_of(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", aid) for aid in re.findall(r'<li class="aid">(.*?)</li>', page, re.DOTALL)]


def rows_of(page: str) -> list[str]:
    body = page[page.index("<tbody") : page.index("</tbody>")] if "<tbody" in page else ""
    return re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)


def test_the_page_begins_with_a_sentence(cast: Cast, waiting: Pair, meeting_well: Pair, client_for: SignIn) -> None:
    page = read(client_for(cast.hr))

    assert re.search(r"<h1>\s*2組のうち1組が、決めた間隔で話しています。\s*</h1>", page)


def test_where_nobody_has_met_yet_nobody_is_said_to_meet_in_time(cast: Cast, client_for: SignIn) -> None:
    PairFactory(mentee=cast.member, mentor=cast.manager, created_at=NOW - DAY)

    assert re.search(r"<h1>\s*1on1は、まだ始まっていません。\s*</h1>", read(client_for(cast.hr)))


def test_a_pair_without_a_date_for_90_days_may_want_a_hand(
    cast: Cast, waiting: Pair, meeting_well: Pair, client_for: SignIn
) -> None:
    aids = aids_of(read(client_for(cast.hr)))

    assert len(aids) == 1
    assert "小野寺 葵" in aids[0]
    assert "94日" in aids[0]
    assert "日の案を届ける" in aids[0]


def test_a_pair_that_meets_half_as_often_as_it_meant_to_is_offered_another_rhythm(
    cast: Cast, client_for: SignIn
) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager, cadence="every_2_weeks", created_at=NOW - 400 * DAY)
    for days_ago in (10, 60, 130):
        hold(pair, days_ago=days_ago)

    assert "間隔の案を届ける" in aids_of(read(client_for(cast.hr)))[0]


def test_ones_own_pair_is_ones_own_to_mend(cast: Cast, client_for: SignIn) -> None:
    pair = PairFactory(mentee=cast.administrator, mentor=cast.hr, created_at=NOW - 400 * DAY)

    page = read(client_for(cast.hr))

    assert f'href="/pairs/{pair.pk}/schedule"' in page
    assert f"/holding/{pair.pk}/offer/" not in page


def test_whoever_listens_to_very_many_is_told_once(cast: Cast, client_for: SignIn) -> None:
    for _number in range(12):
        pair = PairFactory(mentee=PersonFactory(organization=cast.organization), mentor=cast.manager)
        hold(pair, days_ago=3)

    assert ["12人と話しています" in aid for aid in aids_of(read(client_for(cast.hr)))] == [True]


@pytest.mark.parametrize("on_leave", ["member", "manager"])
def test_nothing_is_expected_during_a_leave_and_the_table_says_so(
    cast: Cast, waiting: Pair, client_for: SignIn, on_leave: str
) -> None:
    person = getattr(cast, on_leave)
    Leave.objects.create(person=person, starts_on=NOW.date() - 90 * DAY, until_on=NOW.date() + 10 * DAY)
    hold(waiting, days_ago=40, state=Meeting.State.CANCELLED)

    page = read(client_for(cast.hr))

    assert aids_of(page) == []
    assert "休職中" in rows_of(page)[0]
    assert "6月27日" in rows_of(page)[0]
    assert "fact--leave" in rows_of(page)[0]
    assert "fact--not-held" not in rows_of(page)[0]
    assert len(rows_of(read(client_for(cast.hr), long="1"))) == 0


def test_where_1on1s_have_not_begun_nobody_wants_a_hand(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    Unit.objects.filter(pk=cast.company.pk).update(meets_from=None)

    page = read(client_for(cast.hr))

    assert aids_of(page) == []
    assert "まだ始めていない部署が、1件あります" in page
    assert 'href="/people/manage/units/"' in page
    assert "この部署では、まだ始めていません" in rows_of(page)[0]


def test_the_table_goes_by_unit_and_name(cast: Cast, client_for: SignIn) -> None:
    for mentee, mentor in ((cast.colleague, cast.executive), (cast.peer, cast.manager), (cast.member, cast.manager)):
        PairFactory(mentee=mentee, mentor=mentor)

    names = [re.findall(r"<span>(.*?)</span>", row)[0] for row in rows_of(read(client_for(cast.hr)))]

    assert names == ["小野寺 葵", "三宅 遼", "八木 さくら"]


def test_who_is_the_supervisor_is_a_column(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    page = read(client_for(cast.hr))

    assert "上司・相手" in page[page.index("<thead") : page.index("</thead>")]
    assert re.search(r"<td>.*森川 拓海.*上司.*</td>", rows_of(page)[0], re.DOTALL)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "development"}, 1),
        ({"unit": "sales"}, 1),
        ({"unit": "personnel"}, 0),
        ({"long": "1"}, 1),
        ({"undated": "1"}, 2),
        ({"kind": "mentor"}, 0),
        ({"kind": "nonsense", "period": "nonsense", "unit": "nonsense", "long": "nonsense"}, 1),
        ({}, 2),
    ],
)
def test_the_table_can_be_narrowed(
    cast: Cast, waiting: Pair, meeting_well: Pair, client_for: SignIn, asked: dict[str, str], found: int
) -> None:
    if unit := getattr(cast, asked.get("unit", ""), None):
        asked = {**asked, "unit": str(unit.pk)}

    assert len(rows_of(read(client_for(cast.hr), **asked))) == found


@pytest.mark.parametrize(("period", "held"), [("quarter", 3), ("half", 6), ("", 6), ("year", 7)])
def test_the_circles_go_as_far_back_as_asked(
    cast: Cast, meeting_well: Pair, client_for: SignIn, period: str, held: int
) -> None:
    hold(meeting_well, days_ago=300)

    assert rows_of(read(client_for(cast.hr), period=period))[0].count("fact--held") == held


def test_the_file_holds_what_the_table_was_narrowed_to(
    cast: Cast, waiting: Pair, meeting_well: Pair, client_for: SignIn
) -> None:
    page = read(client_for(cast.hr), long="1")
    address = re.findall(r'href="(/holding.csv[^"]*)"', page)[0]

    lines = client_for(cast.hr).get(address).getvalue().decode("utf-8-sig").splitlines()

    assert ["小野寺 葵" in line for line in lines[1:]] == [True]


def test_a_filter_answers_with_the_table_alone(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    """So that whatever had the focus among the filters keeps it."""
    headers = {"HX-Request": "true", "HX-Target": "div#found"}

    part = client_for(cast.hr).get("/holding/", headers=headers).content.decode()

    assert "<html" not in part
    assert "<form" not in part
    assert "小野寺 葵" in part


def test_what_fits_nothing_leads_back_to_all(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    assert "すべてのペアを見る" in read(client_for(cast.hr), q="だれでもない")


def test_without_any_pair_the_next_step_is_a_button(cast: Cast, client_for: SignIn) -> None:
    assert 'href="/pairs/manage/new/"' in read(client_for(cast.hr))
    assert 'href="/pairs/manage/new/"' not in read(client_for(cast.executive))


def offer(client: Client, pair: Pair) -> int:
    return client.post(f"/holding/{pair.pk}/offer/").status_code


def test_an_offer_reaches_both_once_a_week_and_is_recorded(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    client = client_for(cast.hr)

    assert "ふたりに、日の案を届ける" in str(aids_of(read(client)))
    assert [offer(client, waiting), offer(client, waiting)] == [302, 302]

    page = read(client)
    assert "今週は、もうふたりに届いています。" in page
    assert "ふたりに届きました。" in str(aids_of(page))
    assert "ふたりに、日の案を届ける" not in page
    assert sorted(Notice.objects.values_list("notification_type", "person__email")) == [
        ("overdue", cast.member.email),
        ("overdue", cast.manager.email),
    ]
    entry = AuditEntry.objects.get(action="meetings.offered.days")
    assert (entry.actor_id, entry.detail) == (cast.hr.pk, {"pair_id": str(waiting.pk)})


def test_in_the_next_week_they_may_be_offered_a_hand_again(cast: Cast, waiting: Pair, client_for: SignIn) -> None:
    client = client_for(cast.hr)
    offer(client, waiting)

    with time_machine.travel(NOW + 4 * DAY, tick=False):  # Monday
        assert "ふたりに、日の案を届ける" in read(client_for(cast.hr))
        offer(client_for(cast.hr), waiting)

    assert AuditEntry.objects.filter(action="meetings.offered.days").count() == 2


def test_of_very_many_it_is_said_how_many_stand_here(
    cast: Cast, waiting: Pair, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = PairFactory(mentee=cast.colleague, mentor=cast.executive, created_at=NOW - 400 * DAY)
    hold(other, days_ago=100)
    monkeypatch.setattr(holding, "AIDS_MOST", 1)

    page = read(client_for(cast.hr))

    assert len(aids_of(page)) == 1
    assert "そのうち1組をここに出しています。ほかの1組は" in page


def test_nothing_is_offered_to_a_pair_that_needs_no_hand(cast: Cast, meeting_well: Pair, client_for: SignIn) -> None:
    assert offer(client_for(cast.hr), meeting_well) == 302
    assert not Notice.objects.exists()


def test_the_chain_of_command_offers_to_supervisor_pairs_below_only(
    cast: Cast, waiting: Pair, client_for: SignIn
) -> None:
    mentored = PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor", created_at=NOW - 400 * DAY)
    client = client_for(cast.executive)

    assert [offer(client, waiting), offer(client, mentored)] == [302, 404]


@pytest.mark.parametrize("who", ["member", "manager", "administrator", "colleague", "stranger"])
def test_nobody_else_offers_anything(cast: Cast, waiting: Pair, client_for: SignIn, who: str) -> None:
    assert offer(client_for(getattr(cast, who)), waiting) == 403
    assert not Notice.objects.exists()
