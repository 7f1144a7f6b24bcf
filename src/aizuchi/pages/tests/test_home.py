import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.cast import Cast
from tests.factories import ActionItemFactory, AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.calendars.models import CalendarEntry, CalendarQuestion
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import Frame, propose
from aizuchi.people.models import Person

pytestmark = pytest.mark.usefixtures("in_2026")

SignIn = Callable[[Person], Client]
NOW = datetime.datetime(2026, 6, 18, 10, 34, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Thursday


@pytest.fixture(autouse=True)
def _thursday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Tokyo"))


def home_of(client: Client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("starts_at", "japanese", "english"),
    [
        (at(18, 14), "14時から、小野寺さんとの1on1です。", "You meet Aoi at 14:00."),
        (at(18, 14, 30), "14時30分から、小野寺さんとの1on1です。", "You meet Aoi at 14:30."),
        (at(18, 10, 30), "小野寺さんとの1on1の時間です。", "It is time for your 1on1 with Aoi."),
        (at(19, 10), "明日の10時から、小野寺さんとの1on1です。", "You meet Aoi tomorrow at 10:00."),
        (at(20, 10), "土曜日に、小野寺さんとの1on1があります。", "You meet Aoi on Saturday."),
        (at(24, 10), "来週の水曜日に、小野寺さんとの1on1があります。", "You meet Aoi on Wednesday next week."),
        (at(30, 15), "6月30日に、小野寺さんとの1on1があります。", "You meet Aoi on 30 Jun."),
        (None, "次の1on1は、まだ日が決まっていません。", "Your next 1on1 has no date yet."),
    ],
)
def test_the_title_says_what_is_next(
    cast: Cast, pair: Pair, client_for: SignIn, starts_at: datetime.datetime | None, japanese: str, english: str
) -> None:
    MeetingFactory(pair=pair, starts_at=starts_at)
    client = client_for(cast.manager)

    assert f"<h1>{japanese}</h1>" in home_of(client)
    cast.manager.language = "en"
    cast.manager.save(update_fields=["language"])
    assert f"<h1>{english}</h1>" in home_of(client)


def test_a_1on1_that_runs_leads_back_in(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    meeting = MeetingFactory(pair=pair, state=Meeting.State.HELD, starts_at=NOW, started_at=NOW)

    page = home_of(client_for(cast.member))

    assert "森川さんとの1on1のさいちゅうです。" in page
    assert f"/meetings/{meeting.pk}/session/" in page


def test_the_mentor_sees_what_the_mentee_wants_first(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=at(18, 14))
    AgendaItemFactory(meeting=meeting, title="要件を決める仕事", comment="整理から付き合ってほしいです。")
    Preparation.objects.create(meeting=meeting, person=cast.member, finished_at=NOW)
    ActionItemFactory(pair=pair, owner=cast.manager, due_on=NOW.date())

    page = home_of(client_for(cast.manager))

    assert "小野寺さんが話したいこと" in page
    assert "整理から付き合ってほしいです。" in page
    assert "小野寺さんは準備を終えています" in page
    assert "それまでのTODOが1件あります" in page
    assert f'class="button button--primary" href="/meetings/{meeting.pk}/brief/"' in page


def test_the_mentee_is_invited_to_choose(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=at(18, 14))

    page = home_of(client_for(cast.member))

    assert "この時間は、あなたの時間です。" in page
    assert f'class="button button--primary" href="/meetings/{meeting.pk}/prepare/"' in page


def test_peers_see_what_both_bring(cast: Cast, client_for: SignIn) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer")
    meeting = MeetingFactory(pair=pair, starts_at=at(18, 14))
    AgendaItemFactory(meeting=meeting, owner=cast.peer, title="設計の迷い")
    AgendaItemFactory(meeting=meeting, owner=cast.member, title="育て方")

    page = home_of(client_for(cast.member))

    assert page.index("あなたが話したいこと") < page.index("育て方") < page.index("三宅さんが話したいこと")
    assert page.index("三宅さんが話したいこと") < page.index("設計の迷い")


def test_what_is_coming_says_how_far_it_is(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    MeetingFactory(pair=pair, starts_at=at(18, 14))
    mentored = PairFactory(mentee=cast.peer, mentor=cast.manager, kind="mentor")
    ready = MeetingFactory(pair=mentored, starts_at=at(19, 10))
    AgendaItemFactory(meeting=ready)
    Preparation.objects.create(meeting=ready, person=cast.peer, finished_at=NOW)
    MeetingFactory(pair=PairFactory(mentee=cast.mentor, mentor=cast.manager, kind="diagonal"))

    page = home_of(client_for(cast.manager))

    assert "三宅さんは準備済み" in page
    assert "日程はまだ決まっていません" in page


@pytest.mark.parametrize(
    ("role", "expected"), [("member", "テーマは決めずに話します"), ("peer", "テーマは決めずに話します")]
)
def test_nobody_is_called_ready_before_there_is_a_topic(
    cast: Cast, client_for: SignIn, role: str, expected: str
) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.peer, kind="peer")
    first = PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")
    MeetingFactory(pair=first, starts_at=at(18, 11))
    MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager), starts_at=at(18, 11))
    meeting = MeetingFactory(pair=pair, starts_at=at(18, 14))
    for person in (cast.member, cast.peer):
        Preparation.objects.create(meeting=meeting, person=person, finished_at=NOW)

    page = home_of(client_for(getattr(cast, role)))

    assert expected in page
    assert "ふたりとも準備済み" not in page


def test_a_1on1_nobody_closed_asks_kindly(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    MeetingFactory(pair=pair, starts_at=at(17, 14))

    page = home_of(client_for(cast.manager))

    question = page.index("6月17日（水）の小野寺さんとの1on1は、開かれましたか。")
    assert page.index('class="held-ask__q"') < question < page.index('class="held-ask__a"')


def test_a_date_that_passed_without_a_word_does_not_make_it_the_first_day(
    cast: Cast, pair: Pair, client_for: SignIn
) -> None:
    Meeting.objects.filter(pair=pair).delete()
    MeetingFactory(pair=pair, starts_at=at(15, 14))

    page = home_of(client_for(cast.member))

    assert "だれとも1on1がありません" not in page
    assert "ひとりの相手から始まります" not in page
    assert "開かれましたか" in page


def test_the_first_day_explains_how_it_begins(cast: Cast, client_for: SignIn) -> None:
    page = home_of(client_for(cast.colleague))

    assert "まだ、だれとも1on1がありません。" in page
    assert "1on1は、ひとりの相手から始まります" in page


@pytest.mark.database
@pytest.mark.parametrize("who", ["hr", "executive", "administrator", "colleague", "stranger", "peer"])
def test_nobody_else_sees_the_words(cast: Cast, pair: Pair, client_for: SignIn, who: str) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=at(18, 14))
    AgendaItemFactory(meeting=meeting, comment="ふたりだけのことば")

    assert "ふたりだけのことば" not in home_of(client_for(getattr(cast, who)))


def test_whoever_is_not_signed_in_is_asked_to(cast: Cast, settings: Settings) -> None:
    settings.LOGIN_URL = "/sign-in/"

    assert Client().get("/")["Location"].startswith("/sign-in/")


def test_home_is_only_looked_at(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.member).post("/").status_code == 405


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        home_of(client)
    return len(captured)


def test_home_takes_as_many_queries_for_many_pairs_as_for_one(cast: Cast, pair: Pair, client_for: SignIn) -> None:
    client = client_for(cast.manager)
    AgendaItemFactory(meeting=MeetingFactory(pair=pair, starts_at=at(18, 14)))
    ActionItemFactory(pair=pair, owner=cast.manager, due_on=NOW.date())
    home_of(client)  # the first visit also notes the session
    few = count_queries(client)

    for day in range(19, 29):
        another = PairFactory(mentee=PersonFactory(organization=cast.organization), mentor=cast.manager, kind="mentor")
        AgendaItemFactory.create_batch(3, meeting=MeetingFactory(pair=another, starts_at=at(day, 14)))
        ActionItemFactory(pair=another, owner=cast.manager, due_on=NOW.date())
        MeetingFactory(pair=PairFactory(mentee=PersonFactory(organization=cast.organization), mentor=cast.manager))

    assert count_queries(client) == few
    assert few <= 8


def test_somebody_who_asks_for_1on1s_gets_noticed(cast: Cast, client_for: SignIn) -> None:
    frame = Frame(kind="mentor", aim="deepen", cadence="monthly", minutes=30)
    propose(actor=cast.mentor, to_id=cast.member.pk, my_seat="mentor", frame=frame, words="話しませんか", now=NOW)

    assert "瀬川 ひかりさんから、1on1のお誘いが届いています。" in home_of(client_for(cast.member))


@pytest.mark.database
def test_what_a_calendar_left_open_is_asked_here_too_and_of_its_owner_alone(
    cast: Cast, pair: Pair, client_for: SignIn
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=at(19, 14))
    entry = CalendarEntry.objects.create(
        appointment_key=meeting.pk,
        uid="a",
        starts_at=at(19, 14),
        ends_at=at(19, 15),
        time_zone="Asia/Tokyo",
        changed_at=NOW,
    )
    question = CalendarQuestion.objects.create(person=cast.member, entry=entry, kind="removed", asked_at=NOW)
    client = client_for(cast.member)

    assert "カレンダーからなくなりました" in home_of(client)
    assert "カレンダーからなくなりました" not in home_of(client_for(cast.manager))
    answer = client.post(f"/calendars/questions/{question.pk}/", {"answer": "keep", "back": "home"})
    assert answer.headers["Location"] == "/"
    assert "カレンダーからなくなりました" not in home_of(client)


def test_two_of_one_family_name_are_told_apart_where_one_tap_asks_them(
    cast: Cast, pair: Pair, client_for: SignIn
) -> None:
    MeetingFactory(pair=pair, starts_at=at(18, 14))
    for given_name in ("悠斗", "由美子"):
        person = PersonFactory(organization=cast.organization, family_name="水野", given_name=given_name)
        MeetingFactory(pair=PairFactory(mentee=person, mentor=cast.manager), starts_at=at(19, 14))

    chips = home_of(client_for(cast.manager)).split('id="ask-talk"')[1].split("</section>")[0]

    assert "水野 悠斗<span" in chips
    assert "水野 由美子<span" in chips
    assert "小野寺さん<span" in chips
