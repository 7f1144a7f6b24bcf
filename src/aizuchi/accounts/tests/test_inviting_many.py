"""Thousands of first mails: chosen by unit or name, read and asked about before, sent at a rate, failures told."""

import datetime
import smtplib
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.accounts.models import Invitation
from aizuchi.accounts.operations.invitations import PER_HOUR
from aizuchi.accounts.queries.invitations import list_invitations
from aizuchi.people.models import Person, Unit

LIST, SEND, TAKE_BACK = "/people/invitations/", "/people/invitations/send/", "/people/invitations/take-back/"
NOW = datetime.datetime(2026, 6, 18, 1, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _morning(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PostgreSQL's own clock does not travel along."""
    monkeypatch.setattr("aizuchi.kernel.jobs.run.read_clock", timezone.now)
    with time_machine.travel(NOW, tick=False):
        yield


def hire(unit: Unit, count: int) -> list[Person]:
    people = PersonFactory.create_batch(count, organization=unit.organization, password="")
    for person in people:
        MembershipFactory(person=person, unit=unit)
    return people


def invited() -> set[Person]:
    return set(Person.objects.filter(invitation__isnull=False))


@pytest.mark.database
def test_a_unit_is_invited_with_everything_below_it(cast: Cast, client_for: SignIn) -> None:
    inside, outside = [*hire(cast.control, 2), *hire(cast.mechanics, 1)], hire(cast.sales, 2)

    client_for(cast.hr).post(SEND, {"unit": cast.development.pk, "sure": 3})

    assert invited() == set(inside)
    assert not invited() & set(outside)


def test_each_unit_tells_how_many_are_new_and_how_many_are_here(cast: Cast, today: datetime.date) -> None:
    hire(cast.control, 2)

    units = {unit.id: (unit.new, unit.here) for unit in list_invitations(viewer=cast.hr, on=today, now=NOW).units}

    assert units[cast.control.pk] == (2, 3)
    assert units[cast.development.pk] == (2, 4)
    assert units[cast.sales.pk] == (0, 1)


@pytest.mark.parametrize(
    ("language", "question", "sentence"),
    [
        ("ja", "3人に、招待を送りますか。", "パスワードを決めると"),
        ("en", "Send invitations to 3 people?", "Choose a password"),
    ],
)
def test_before_many_mails_go_out_somebody_reads_the_number_and_the_words(
    cast: Cast, client_for: SignIn, language: str, question: str, sentence: str
) -> None:
    for person in hire(cast.control, 3):
        Person.objects.filter(pk=person.pk).update(language=language)
    Person.objects.filter(pk=cast.hr.pk).update(language=language)
    client = client_for(Person.objects.get(pk=cast.hr.pk))

    page = client.post(SEND, {"everybody": "1"}).content.decode()

    assert question in page
    assert sentence in page
    assert 'name="sure" value="3"' in page
    assert not invited()

    hire(cast.control, 1)
    client.post(SEND, {"everybody": "1", "sure": 3})
    assert not invited(), "they are four by now"
    client.post(SEND, {"everybody": "1", "sure": 4})
    assert len(invited()) == 4


@pytest.mark.database
def test_a_name_is_found(cast: Cast, client_for: SignIn) -> None:
    person = PersonFactory(organization=cast.organization, family_name="珍名", family_kana="ちんめい", password="")
    hire(cast.control, 2)

    page = client_for(cast.hr).get(LIST, {"q": "珍名"}).content.decode()

    assert page.count('name="person"') == 1
    assert str(person.pk) in page


@pytest.mark.database
def test_mails_go_out_at_a_rate_and_the_rest_can_be_taken_back(
    cast: Cast, client_for: SignIn, run_jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aizuchi.kernel.jobs.run.read_clock", timezone.now)  # this clock, not the database's
    count = PER_HOUR + 2
    hire(cast.control, count)
    client_for(cast.hr).post(SEND, {"everybody": "1", "sure": count})
    run_jobs()
    assert len(mail.outbox) == PER_HOUR

    page = client_for(cast.hr).get(LIST).content.decode()
    assert "順番を待っている招待が、2通あります" in page
    assert "全員を招待しました" not in page
    client_for(cast.hr).post(TAKE_BACK)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        run_jobs()

    assert len(mail.outbox) == PER_HOUR
    assert Person.objects.filter(organization=cast.organization, invitation=None, password="").count() == 2


def test_after_an_hour_the_others_go_out(cast: Cast, client_for: SignIn, run_jobs: Callable[[], None]) -> None:
    count = PER_HOUR + 2
    hire(cast.control, count)
    client_for(cast.hr).post(SEND, {"everybody": "1", "sure": count})
    run_jobs()

    with time_machine.travel(NOW + HOUR, tick=False):
        run_jobs()

    assert len(mail.outbox) == count


@pytest.mark.database
def test_an_address_that_is_refused_is_told(cast: Cast, client_for: SignIn, run_jobs: Callable[[], None]) -> None:
    [person] = hire(cast.control, 1)
    refusal = smtplib.SMTPRecipientsRefused({person.email: (550, b"no such user")})
    with mock.patch("aizuchi.notifications.tasks.deliver", side_effect=refusal):
        client_for(cast.hr).post(SEND, {"person": person.pk})
        run_jobs()

    page = client_for(cast.hr).get(LIST).content.decode()

    invitation = Invitation.objects.get(person=person)
    assert (invitation.problem, invitation.sent_at) == ("SMTPRecipientsRefused", None)
    assert "メールサーバーが、このメールアドレスを受け付けませんでした。" in page
    assert "メールアドレスを直す" in page
    assert person.email in page


@pytest.mark.database
def test_inviting_a_unit_lets_its_1on1s_begin(cast: Cast, client_for: SignIn, today: datetime.date) -> None:
    Unit.objects.update(meets_from=None)
    hire(cast.control, 2)
    client = client_for(cast.hr)

    assert 'name="start"' in client.post(SEND, {"unit": cast.control.pk}).content.decode()
    client.post(SEND, {"unit": cast.control.pk, "sure": 2, "start": "1"})

    assert Unit.objects.get(pk=cast.control.pk).meets_from == today
    assert Unit.objects.get(pk=cast.sales.pk).meets_from is None


@pytest.mark.parametrize("address", [SEND, TAKE_BACK])
def test_nobody_but_hr_and_administrators_sends_or_stops_them(cast: Cast, client_for: SignIn, address: str) -> None:
    assert client_for(cast.manager).post(address).status_code == 403


@pytest.mark.database
def test_before_the_first_import_nobody_is_said_to_be_invited(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    Person.objects.filter(organization=cast.organization).exclude(pk=cast.administrator.pk).update(
        joined_on=None, left_on=datetime.date(2020, 1, 1)
    )

    page = client.get("/people/invitations/").content.decode()

    assert "まだ、ほかの人がいません。" in page
    assert "全員招待しました" not in page


@pytest.mark.database
def test_heads_hear_of_it_a_day_before_the_others(cast: Cast, client_for: SignIn, run_jobs: Callable[[], None]) -> None:
    head, *_others = hire(cast.control, 3)
    head.memberships.update(is_head=True)
    asked = client_for(cast.hr).post(SEND, {"everybody": "1"}).content.decode()
    said: Any = client_for(cast.hr).post(SEND, {"everybody": "1", "sure": 3, "heads_first": "1"}, follow=True)

    run_jobs()
    page = client_for(cast.hr).get(LIST).content.decode()
    assert "うち2通は、あとで送ります。最後は6月19日（金）9:00です。" in said.content.decode()
    assert page.count("6月19日（金）9:00に送ります") == 3  # two people, and all of them above
    assert "最後の1通は、6月19日（金）9:00に送ります。" in page

    assert 'name="heads_first"' in asked
    assert [sent.to for sent in mail.outbox] == [[head.email]]
    with time_machine.travel(NOW + 23 * HOUR, tick=False):  # the next morning at nine in Tokyo
        run_jobs()
    assert len(mail.outbox) == 3


@pytest.mark.database
def test_when_somebody_was_invited_reads_as_a_sentence(cast: Cast, client_for: SignIn) -> None:
    (person,) = hire(cast.control, 1)
    Invitation.objects.create(person=person, invited_at=timezone.now(), sent_at=timezone.now())

    assert "招待したのはたったいま" in client_for(cast.hr).get("/people/invitations/").content.decode()


@pytest.mark.database
def test_among_everybody_those_who_were_not_asked_in_are_found(cast: Cast, client_for: SignIn) -> None:
    asked, waiting = hire(cast.control, 2)
    Invitation.objects.create(person=asked, invited_at=timezone.now())

    page = client_for(cast.hr).get("/people/manage/", {"state": "uninvited"}).content.decode()

    assert str(waiting.pk) in page
    assert str(asked.pk) not in page
