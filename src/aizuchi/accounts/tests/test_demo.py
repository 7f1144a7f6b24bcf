import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings
from tests.cast import Cast

from aizuchi.accounts.operations.demo_people import offer_demo_person

pytestmark = pytest.mark.urls("aizuchi.accounts.tests.demo_urls")


@pytest.fixture
def demo_cast(cast: Cast) -> Cast:
    cast.organization.is_demo = True
    cast.organization.save()
    offer_demo_person(person_id=cast.member.pk, position=2, story_ja="入社4年目。", story_en="In her fourth year.")
    offer_demo_person(person_id=cast.manager.pk, position=1, story_ja="課長。", story_en="A manager.")
    return cast


def test_a_visitor_chooses_among_those_offered_in_their_order(demo_cast: Cast, client: Client) -> None:
    page = client.get("/demo/", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert page.index("A manager.") < page.index("In her fourth year.")
    assert "Sakura" not in page


def test_one_click_is_enough(demo_cast: Cast, client: Client) -> None:
    client.post(f"/demo/{demo_cast.member.pk}/")

    assert client.get(f"/people/{demo_cast.member.pk}/").status_code == 200
    assert client.session["_auth_user_id"] == str(demo_cast.member.pk)


def test_whoever_reads_english_goes_on_in_english(demo_cast: Cast, client: Client) -> None:
    client.post(f"/demo/{demo_cast.member.pk}/", HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="en"' in client.get("/people/").content.decode()

    client.post(f"/demo/{demo_cast.manager.pk}/")
    assert '<html lang="en"' in client.get("/people/").content.decode()

    client.post("/account/language/", {"language": "ja"})
    assert '<html lang="ja"' in client.get("/people/").content.decode()
    demo_cast.member.refresh_from_db()
    assert demo_cast.member.language == "ja"


def test_one_steps_from_shoes_to_shoes(demo_cast: Cast, client: Client) -> None:
    client.post(f"/demo/{demo_cast.member.pk}/")
    client.post(f"/demo/{demo_cast.manager.pk}/")

    assert client.session["_auth_user_id"] == str(demo_cast.manager.pk)


def test_looking_is_not_stepping_in(demo_cast: Cast, client: Client) -> None:
    assert client.get(f"/demo/{demo_cast.member.pk}/").status_code == 405


def test_nobody_else_can_be_stepped_into(demo_cast: Cast, client: Client) -> None:
    for person_id in (demo_cast.hr.pk, demo_cast.stranger.pk, uuid.uuid4()):
        assert client.post(f"/demo/{person_id}/").status_code == 404


def test_people_of_a_real_company_are_never_offered(demo_cast: Cast, client: Client) -> None:
    demo_cast.organization.is_demo = False
    demo_cast.organization.save()

    assert client.post(f"/demo/{demo_cast.member.pk}/").status_code == 404
    assert str(demo_cast.member.pk) not in client.get("/demo/").content.decode()


def test_the_sign_in_page_leads_there(demo_cast: Cast, client: Client) -> None:
    assert 'href="/demo/"' in client.get("/sign-in/").content.decode()


@pytest.mark.urls("aizuchi.config.urls")
def test_outside_the_demo_there_is_no_such_address(demo_cast: Cast, client_for: Callable[..., Client]) -> None:
    for name in ("demo", "step_in"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=[] if name == "demo" else [demo_cast.member.pk])
    client = client_for(demo_cast.member)
    assert client.get("/demo/").status_code == 404
    assert client.post(f"/demo/{demo_cast.manager.pk}/").status_code == 404


def test_a_slim_line_tells_who_one_is_and_leads_on(demo_cast: Cast, client: Client, settings: Settings) -> None:
    settings.DEMO = True
    client.post(f"/demo/{demo_cast.member.pk}/")

    page = client.get("/people/").content.decode()

    assert "小野寺さんとして" in page
    assert 'class="link" href="/demo/"' in page
