"""The living catalogue, and the pages for what went otherwise."""

import pytest
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation
from django.views import defaults


@pytest.fixture
def _demo(settings, cast):
    settings.DEMO = True


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_element_is_shown_in_both_languages_and_themes(client, language, theme):
    response = client.get(reverse("elements"), {"language": language, "theme": theme})

    html = response.content.decode()
    assert f'<html lang="{language}" data-theme="{theme}">' in html
    assert "<c-" not in html
    assert "style=" not in html


@pytest.mark.usefixtures("_demo")
def test_the_japanese_catalogue_speaks_japanese(client):
    html = client.get(reverse("elements"), {"language": "ja"}).content.decode()

    assert "静かな部屋" in html
    assert "A quiet room" not in html


@pytest.mark.usefixtures("_demo")
def test_a_language_or_theme_we_do_not_have_changes_nothing(client):
    response = client.get(reverse("elements"), {"language": "xx", "theme": "neon<"})

    assert b'<html lang="ja">' in response.content


@override_settings(DEBUG=False, DEMO=False)
def test_where_people_work_there_is_no_catalogue(client, cast):
    assert client.get(reverse("elements")).status_code == 404


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "403_csrf"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_for_what_went_otherwise_needs_neither_request_nor_database(name, language):
    with translation.override(language):
        html = engines["django"].get_template(f"{name}.html").render({})

    assert f'<html lang="{language}">' in html
    assert '<a class="button button--primary' in html


@pytest.mark.parametrize(("method", "heading"), [("get", "This page is for others."), ("post", "This isn't yours")])
def test_who_may_not_come_in_is_not_told_that_they_may_look(method, heading):
    request = getattr(RequestFactory(), method)("/nowhere/")
    with translation.override("en"):
        page = defaults.permission_denied(request, Exception()).content.decode()

    assert heading.replace("'", "&#x27;") in page or heading in page
    assert "may look" not in page


def test_what_is_invisible_is_kindly_not_there(cast, client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode() or "ここには" in response.content.decode()


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_form_that_lost_its_token_says_what_to_do(cast):
    response = Client(enforce_csrf_checks=True, headers={"accept-language": "en"}).post(reverse("elements"), {"a": "b"})

    assert response.status_code == 403
    assert "copy what you typed" in response.content.decode()


def test_a_fault_of_ours_is_not_put_on_others():
    with translation.override("en"):
        response = defaults.server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "on our side" in response.content.decode()
