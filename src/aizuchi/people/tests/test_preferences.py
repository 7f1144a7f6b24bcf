from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

LANGUAGE, THEME = "/account/language/", "/account/theme/"


def test_a_person_keeps_their_language(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.member)

    client.post(LANGUAGE, {"language": "en"})

    assert '<html lang="en"' in client.get("/people/").content.decode()
    cast.member.refresh_from_db()
    assert cast.member.language == "en"


def test_a_visitor_is_remembered_by_a_cookie(cast: Cast, client: Client) -> None:
    client.post(LANGUAGE, {"language": "en"})
    client.post(THEME, {"theme": "dark"})

    page = client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE="ja").content.decode()

    assert '<html lang="en" data-theme="dark"' in page


def test_a_person_keeps_their_theme(cast: Cast, client_for: Callable[..., Client]) -> None:
    client = client_for(cast.member)

    client.post(THEME, {"theme": "light"})

    assert 'data-theme="light"' in client.get("/people/").content.decode()
    client.post(THEME, {"theme": ""})
    assert 'data-theme="' not in client.get("/people/").content.decode()


@pytest.mark.parametrize(("path", "field"), [(LANGUAGE, "language"), (THEME, "theme")])
def test_a_choice_that_does_not_exist_is_refused(path: str, field: str, cast: Cast, client: Client) -> None:
    assert client.post(path, {field: "klingon"}).status_code == 400
    assert client.get(path).status_code == 405


@pytest.mark.parametrize(
    ("place", "goes_to"),
    [("/people/?q=a", "/people/?q=a"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_it_leads_back_and_never_elsewhere(place: str, goes_to: str, cast: Cast, client: Client) -> None:
    assert client.post(LANGUAGE, {"language": "ja", "next": place})["Location"] == goes_to


def test_it_leads_back_to_the_page_the_switch_stood_on(cast: Cast, client: Client) -> None:
    response = client.post(THEME, {"theme": "dark"}, headers={"referer": "http://testserver/people/?q=a"})

    assert response["Location"] == "/people/?q=a"
