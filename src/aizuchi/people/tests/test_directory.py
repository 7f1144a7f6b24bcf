import datetime
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.people.models import Unit
from aizuchi.people.queries.directory import list_colleagues


def names(cast: Cast, today: datetime.date, *, typed: str = "", unit: Unit | None = None, number: int = 1) -> list[str]:
    with translation.override("ja"):
        found = list_colleagues(
            viewer=cast.member, typed=typed, unit_id=unit.pk if unit else None, number=number, on=today
        )
    return [person.full_name.split()[0] for person in found.people]


@pytest.mark.database
@pytest.mark.parametrize("typed", ["onodera", "おのでら", "オノデラ", "小野寺", "葵", "ｵﾉﾃﾞﾗ", "aoi ono"])
def test_a_colleague_is_found_in_any_script(typed: str, cast: Cast, today: datetime.date) -> None:
    assert names(cast, today, typed=typed) == ["小野寺"]


@pytest.mark.parametrize("typed", ["%", "_", "!!!", "'; drop table", "\x00", "小\x00野田", "小野田"])
def test_what_fits_nobody_finds_nobody(typed: str, cast: Cast, today: datetime.date) -> None:
    assert names(cast, today, typed=typed) == []


def test_without_a_word_everybody_is_there_in_the_order_of_their_readings(cast: Cast, today: datetime.date) -> None:
    assert names(cast, today) == ["小野寺", "瀬川", "早川", "藤代", "御園", "三宅", "森川", "八木"]


def test_nobody_of_another_organization_is_found(cast: Cast, today: datetime.date) -> None:
    assert names(cast, today, typed="三島") == []


@pytest.mark.database
def test_who_left_and_who_has_not_begun_are_not_found(cast: Cast, today: datetime.date) -> None:
    cast.peer.left_on = today - datetime.timedelta(days=1)
    cast.peer.save()
    cast.colleague.joined_on = today + datetime.timedelta(days=1)
    cast.colleague.save()

    assert not {"三宅", "八木"} & set(names(cast, today))


@pytest.mark.database
def test_a_unit_holds_everybody_below_it(cast: Cast, today: datetime.date) -> None:
    assert names(cast, today, unit=cast.control) == ["小野寺", "三宅", "森川"]
    assert names(cast, today, unit=cast.development) == ["小野寺", "瀬川", "三宅", "森川"]
    assert names(cast, today, unit=cast.development, typed="hikari") == ["瀬川"]


def test_somebody_with_two_units_stands_in_both_and_once_in_each(cast: Cast, today: datetime.date) -> None:
    MembershipFactory(person=cast.member, unit=cast.mechanics, is_main=False)

    assert names(cast, today, unit=cast.mechanics).count("小野寺") == 1
    assert names(cast, today, unit=cast.development).count("小野寺") == 1


@pytest.mark.database
def test_units_are_walked_one_step_at_a_time(cast: Cast, today: datetime.date) -> None:
    found = list_colleagues(viewer=cast.member, typed="", unit_id=cast.development.pk, number=1, on=today)

    assert [unit.id for unit in found.path] == [cast.company.pk, cast.development.pk]
    assert {unit.id for unit in found.units} == {cast.control.pk, cast.mechanics.pk}


@pytest.mark.database
def test_many_people_come_page_by_page(cast: Cast, today: datetime.date) -> None:
    PersonFactory.create_batch(60, organization=cast.organization)

    pages = [
        list_colleagues(viewer=cast.member, typed="", unit_id=None, number=number, on=today) for number in (1, 2, 3, 4)
    ]

    assert [len(page.people) for page in pages] == [30, 30, 8, 0]
    assert [page.has_next for page in pages] == [True, True, False, False]
    assert len({person.id for page in pages for person in page.people}) == 68


class TestPage:
    def test_it_finds_without_scripts(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        page = client_for(cast.member).get("/people/", {"q": "morikawa"}).content.decode()

        assert "森川" in page
        assert "八木" not in page
        assert "<html" in page

    def test_it_answers_with_the_list_alone_while_somebody_types(
        self, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        page = client_for(cast.member).get(
            "/people/", {"q": "morikawa"}, headers={"HX-Request": "true", "HX-Target": "section#found"}
        )

        assert "森川" in page.content.decode()
        assert "<html" not in page.content.decode()

    @pytest.mark.parametrize(
        "query", [{"page": "x"}, {"page": "0"}, {"page": "-1"}, {"page": "9" * 40}, {"q": "あ" * 500}]
    )
    def test_odd_questions_get_a_page(
        self, query: dict[str, str], cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        assert client_for(cast.member).get("/people/", query).status_code == 200

    def test_a_unit_that_is_not_ones_own_is_not_found(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        elsewhere = cast.stranger.memberships.get().unit_id

        for unit in (elsewhere, uuid.uuid4(), "x"):
            assert client_for(cast.member).get("/people/", {"unit": unit}).status_code == 404

    def test_a_visitor_is_asked_to_sign_in(self, cast: Cast, client: Client) -> None:
        assert client.get("/people/").status_code == 302

    def test_it_is_not_posted_to(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.member).post("/people/").status_code == 405

    def test_many_people_take_no_more_questions_than_few(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        client = client_for(cast.member)
        client.get("/people/")
        with CaptureQueriesContext(connection) as few:
            client.get("/people/")
        for person in PersonFactory.create_batch(50, organization=cast.organization):
            MembershipFactory(person=person, unit=cast.sales)

        with CaptureQueriesContext(connection) as many:
            client.get("/people/")

        assert len(many) == len(few)
