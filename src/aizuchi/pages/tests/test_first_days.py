"""The first days: what is to be set up, and a kind page for whoever has no 1on1 yet."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.mark.parametrize(
    ("language", "sentence"), [("ja", "6件のうち、2件が終わりました。"), ("en", "2 of 6 steps are done.")]
)
def test_administrators_see_what_is_done_and_what_comes_next(
    cast: Cast, client_for: SignIn, language: str, sentence: str
) -> None:
    Person.objects.filter(pk=cast.administrator.pk).update(language=language)

    page = client_for(Person.objects.get(pk=cast.administrator.pk)).get("/first-days/").content.decode()

    assert sentence in page
    assert page.count('aria-current="step"') == 1
    assert page.count("button--primary") == 1


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.mark.usefixtures("mail_server")
def test_an_administrator_sends_one_mail_to_themselves(cast: Cast, client_for: SignIn, mailoutbox: list[Any]) -> None:
    page = client_for(cast.administrator).post("/first-days/mail/", follow=True).content.decode()

    [mail] = mailoutbox
    assert mail.to == [cast.administrator.email]
    assert f"{cast.administrator.email}に送りました。" in page


def test_without_a_mail_server_nobody_is_told_that_mail_arrives(cast: Cast, client_for: SignIn, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    page = client_for(cast.administrator).post("/first-days/mail/", follow=True).content.decode()

    assert "AIZUCHI_MAIL_URLを設定してください" in page


def test_a_mail_server_that_does_not_answer_is_told(cast: Cast, client_for: SignIn, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = client_for(cast.administrator).post("/first-days/mail/", follow=True).content.decode()

    assert "メールサーバーにつながりませんでした" in page


def test_only_hr_is_led_to_how_often_1on1s_are(cast: Cast, client_for: SignIn) -> None:
    assert 'href="/pairs/manage/rhythm/"' in client_for(cast.hr).get("/first-days/").content.decode()
    assert 'href="/pairs/manage/rhythm/"' not in client_for(cast.administrator).get("/first-days/").content.decode()


def test_the_empty_home_of_an_administrator_leads_there(cast: Cast, client_for: SignIn) -> None:
    assert 'href="/first-days/"' in client_for(cast.administrator).get("/").content.decode()
    assert 'href="/first-days/"' not in client_for(cast.member).get("/").content.decode()


def test_whoever_waits_for_their_supervisor_is_not_sent_looking_for_people(cast: Cast, client_for: SignIn) -> None:
    assert "話す相手をさがす" not in client_for(cast.member).get("/").content.decode()
    cast.colleague.reporting_lines.all().delete()
    assert "話す相手をさがす" in client_for(cast.colleague).get("/").content.decode()


def test_whom_it_is_not_for_is_told_so_and_not_that_they_may_look(cast: Cast, client_for: SignIn) -> None:
    answer = client_for(cast.member).get("/first-days/")

    assert answer.status_code == 403
    assert "このページは、ほかの人のためのものです。" in answer.text
    assert "見ることはできますが" not in answer.text
