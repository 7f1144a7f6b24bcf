"""The first days: what is to be set up, and a kind page for whoever has no 1on1 yet."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("language", "sentence"), [("ja", "6つのうち、2つが終わりました。"), ("en", "2 of 6 steps are done.")]
)
def test_administrators_see_what_is_done_and_what_comes_next(
    cast: Cast, client_for: SignIn, language: str, sentence: str
) -> None:
    Person.objects.filter(pk=cast.administrator.pk).update(language=language)

    page = client_for(Person.objects.get(pk=cast.administrator.pk)).get("/first-days/").content.decode()

    assert sentence in page
    assert page.count('aria-current="step"') == 1
    assert page.count("button--primary") == 1


def test_others_do_not_have_that_page(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.manager).get("/first-days/").status_code == 403


def test_the_empty_home_of_an_administrator_leads_there(cast: Cast, client_for: SignIn) -> None:
    assert 'href="/first-days/"' in client_for(cast.administrator).get("/").content.decode()
    assert 'href="/first-days/"' not in client_for(cast.member).get("/").content.decode()


def test_whoever_waits_for_their_supervisor_is_not_sent_looking_for_people(cast: Cast, client_for: SignIn) -> None:
    assert "話す相手をさがす" not in client_for(cast.member).get("/").content.decode()
    cast.colleague.reporting_lines.all().delete()
    assert "話す相手をさがす" in client_for(cast.colleague).get("/").content.decode()
