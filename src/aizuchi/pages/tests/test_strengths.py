import datetime
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory

from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.tests.blocks import find_response, find_topic, release
from aizuchi.hints.models import Hint, HintScore
from aizuchi.notes import operations as notes
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]
GOOD, FAIR, POOR = [0, 0, 1, 6, 13], [0, 2, 10, 6, 2], [6, 8, 4, 2, 0]


@pytest.fixture
def mentor(cast: Cast) -> Person:
    """The manager, with four people and a year behind them."""
    for mentee in [cast.member, *PersonFactory.create_batch(3, organization=cast.organization)]:
        PairFactory(mentee=mentee, mentor=cast.manager)
    for person in PersonFactory.create_batch(3, organization=cast.organization):
        release(person, {("career", "listen"): FAIR, ("work", "together"): FAIR})
    release(cast.manager, {("career", "listen"): GOOD, "listen": GOOD, ("work", "together"): POOR})
    sum_up_strengths(organization=cast.organization, now=timezone.now())
    return cast.manager


def read(client: Client, **query: object) -> str:
    answer = client.get("/strengths/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_where_one_meets_people_well_and_where_not(mentor: Person, client_for: SignIn) -> None:
    page = read(client_for(mentor))

    assert "「listen」に、よく応えられています。" in page
    assert "得意なほう" in page
    assert "苦手なほう" in page


def test_a_bar_says_in_words_what_it_shows(mentor: Person, client_for: SignIn) -> None:
    assert 'aria-label="career × listen: 得意なほう。あなたは' in read(client_for(mentor))


def test_the_title_never_says_less_than_the_rows(cast: Cast, client_for: SignIn) -> None:
    """A weakness in the rows under the title "nothing stands out yet" was read as a contradiction."""
    PairFactory(mentee=cast.member, mentor=cast.manager)
    for person in PersonFactory.create_batch(3, organization=cast.organization):
        release(person, {("work", "together"): FAIR})
    release(cast.manager, {("work", "together"): POOR})
    sum_up_strengths(organization=cast.organization, now=timezone.now())

    page = read(client_for(cast.manager))

    assert "苦手なほう" in page
    assert "<h1>「together」が、これからの伸びしろです。</h1>" in page


def test_no_number_stands_twice(mentor: Person, client_for: SignIn) -> None:
    page = read(client_for(mentor))

    shown = re.findall(r'<li class="est[^"]*"><h\d class="est__name">(.*?)</h\d>', page)
    assert len(shown) == len(set(shown))
    assert page.count('class="est__n">') == page.count("<circle")


def test_what_is_only_concluded_is_hatched_and_without_a_number(mentor: Person, client_for: SignIn) -> None:
    find_response(mentor, "report")

    page = read(client_for(mentor))

    (row,) = re.findall(r'<li class="est est--from">.*?</li>', page, re.DOTALL)
    assert "report" in row
    assert "url(#hatch)" in row
    assert "<circle" not in row
    assert "まだ分かりません" in row


def test_an_overall_number_alone_is_no_verdict_on_any_response(cast: Cast, client_for: SignIn) -> None:
    PairFactory(mentee=cast.member, mentor=cast.manager)
    find_response(cast.manager, "listen")
    for person in [cast.manager, *PersonFactory.create_batch(3, organization=cast.organization)]:
        release(person, {None: FAIR})
    sum_up_strengths(organization=cast.organization, now=timezone.now())

    page = read(client_for(cast.manager))

    assert "全体として、組織との違いは見えていません。" in page
    assert page.count("<circle") == 1
    assert "対応ごとの違いは、まだ言えません。" in page


@pytest.mark.parametrize("query", [{"topic": "x"}, {"period": "century"}, {"voices": "2026-13-01"}])
def test_what_makes_no_sense_shows_the_usual(query: dict[str, str], mentor: Person, client_for: SignIn) -> None:
    assert "苦手なほう" in read(client_for(mentor), **query)


def test_with_two_people_it_says_why_there_is_nothing(cast: Cast, client_for: SignIn) -> None:
    for mentee in (cast.member, cast.peer):
        PairFactory(mentee=mentee, mentor=cast.manager)

    page = read(client_for(cast.manager))

    assert "まだ、お見せできる数はありません。" in page
    assert "話す相手が3人より少ないあいだは、何も出ません。" in page
    assert "est-list" not in page


def test_a_mentor_who_met_nobody_yet_is_led_on(cast: Cast, client_for: SignIn) -> None:
    PairFactory(mentee=cast.member, mentor=cast.manager)

    page = read(client_for(cast.manager))

    assert page.index("まだ、ありません") < page.index("1on1を予定する")


def test_without_numbers_it_shows_what_one_knows_anyway(cast: Cast, client_for: SignIn) -> None:
    then = timezone.now() - datetime.timedelta(days=7)
    for mentee in (cast.member, cast.peer, cast.colleague):
        circle = notes.make_circle(organization_id=cast.organization.pk, writers=[mentee, cast.manager], now=then)
        pair = PairFactory(mentee=mentee, mentor=cast.manager, circle=circle)
        meeting = MeetingFactory(pair=pair, state="closed", starts_at=then, started_at=then, closed_at=then)
        AgendaItemFactory(meeting=meeting, expected_response=find_response(cast.manager, "listen"))

    page = read(client_for(cast.manager))

    assert "3回。3人と話しました" in page
    assert "よく期待された対応" in page
    assert "次にまとめるのは" in page


def test_how_many_answered_is_nowhere(mentor: Person, cast: Cast, client_for: SignIn) -> None:
    """A mentor knows who brought what, so a count could tell whether somebody answered."""
    release(mentor, {("work", "report"): [0, 0, 100, 31, 206]})
    sum_up_strengths(organization=cast.organization, now=timezone.now())

    page = read(client_for(mentor))
    told = re.sub(r"<[^>]*>", " ", page)  # the digits of keys and addresses mean nothing

    assert not {"337", "206"} & set(re.findall(r"\d+", told))
    assert "件" not in told


@pytest.mark.parametrize("who", ["member", "hr", "executive", "administrator", "colleague", "stranger"])
def test_who_is_nobodys_mentor_has_no_such_page(who: str, cast: Cast, mentor: Person, client_for: SignIn) -> None:
    assert client_for(getattr(cast, who)).get("/strengths/").status_code == 404


def test_another_mentor_sees_nothing_of_it(cast: Cast, mentor: Person, client_for: SignIn) -> None:
    PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor", starts_on=datetime.date(2026, 1, 5))

    page = read(client_for(cast.mentor))

    assert "est-list" not in page
    assert "得意なほう" not in page


def test_the_way_there_stands_in_the_menu_of_mentors_alone(cast: Cast, mentor: Person, client_for: SignIn) -> None:
    assert 'href="/strengths/"' in client_for(mentor).get("/").content.decode()
    assert 'href="/strengths/"' not in client_for(cast.member).get("/").content.decode()


def test_hints_stand_where_it_is_not_easy_and_even_where_nothing_is_known(
    cast: Cast, mentor: Person, client_for: SignIn
) -> None:
    topic, response = find_topic(mentor, "work"), find_response(mentor, "together")
    hint = Hint.objects.create(
        organization=cast.organization,
        topic=topic,
        response=response,
        body_ja="三つ並べてから、相手に選んでもらいます。",
        created_at=timezone.now(),
    )
    HintScore.objects.get_or_create(hint=hint)
    PairFactory(mentee=cast.peer, mentor=cast.mentor, kind="mentor")

    assert "三つ並べてから" in read(client_for(mentor))
    assert "三つ並べてから" in read(client_for(cast.mentor))
