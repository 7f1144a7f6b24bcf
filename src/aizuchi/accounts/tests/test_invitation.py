import datetime
import re
import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi.accounts.invitation_links import InvitationUsed, make_invitation_link
from aizuchi.accounts.models import Invitation
from aizuchi.accounts.operations.invitations import accept_invitation
from aizuchi.audit.models import AuditEntry
from aizuchi.notifications.models import SentMail
from aizuchi.people.models import Person

LIST, SEND = "/people/invitations/", "/people/invitations/send/"
PASSWORD = "asa no kaze to ame"
DAY = 24 * 60 * 60


@pytest.fixture
def newcomer(cast: Cast) -> Person:
    cast.colleague.set_unusable_password()
    cast.colleague.save()
    return cast.colleague


@pytest.fixture
def link(newcomer: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: Callable[[], None]) -> str:
    client_for(cast.hr).post(SEND, {"person": [newcomer.pk]})
    run_jobs()
    return latest_link()


@pytest.fixture
def old_link(newcomer: Person) -> str:
    return link_from_before(newcomer, 14 * DAY + 60)


def link_from_before(person: Person, seconds: int) -> str:
    before = timezone.now() - datetime.timedelta(seconds=seconds)
    Invitation.objects.update_or_create(person=person, defaults={"invited_at": before})
    with time_machine.travel(time.time() - seconds):
        return make_invitation_link(person).removeprefix("http://testserver")


def latest_link() -> str:
    found = re.search(r"http://testserver(/invitation/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/account/security/").status_code == 200


class TestInviting:
    def test_hr_and_administrators_see_who_is_not_in_yet(
        self, newcomer: Person, cast: Cast, client_for: Callable[..., Client]
    ) -> None:
        for person in (cast.hr, cast.administrator):
            page = client_for(person).get(LIST, {"by": "person"})

            assert page.status_code == 200
            assert str(newcomer.pk) in page.content.decode()

    def test_nobody_else_may(self, newcomer: Person, cast: Cast, client_for: Callable[..., Client]) -> None:
        for person in (cast.member, cast.manager, cast.executive, cast.stranger):
            client = client_for(person)

            assert client.get(LIST).status_code == 403
            assert client.post(SEND, {"person": [newcomer.pk]}).status_code == 403
        assert not Invitation.objects.exists()

    def test_the_mail_speaks_the_language_of_its_reader(
        self, newcomer: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: Callable[[], None]
    ) -> None:
        newcomer.language = "en"
        newcomer.save()

        client_for(cast.hr).post(SEND, {"person": [newcomer.pk]})
        run_jobs()

        [message] = mail.outbox
        assert message.to == [newcomer.email]
        assert message.subject == "Minamo Seiki invites you to Aizuchi"
        assert "Hello Sakura" in message.body
        [(html, kind)] = message.alternatives
        assert kind == "text/html"
        assert 'lang="en"' in html
        assert latest_link() in html

    def test_what_was_sent_is_written_down_without_its_words(self, link: str, newcomer: Person) -> None:
        sent = SentMail.objects.get()

        assert (sent.person, sent.kind, sent.address) == (newcomer, "invitation", newcomer.email)
        assert AuditEntry.objects.filter(action="accounts.person.invited", subject_id=newcomer.pk).count() == 1
        assert not [entry for entry in AuditEntry.objects.all() if link.split("/")[2] in str(entry.detail)]

    def test_everybody_new_gets_a_mail_once(
        self, newcomer: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: Callable[[], None]
    ) -> None:
        client = client_for(cast.hr)

        client.post(SEND, {"everybody": "1"})
        client.post(SEND, {"everybody": "1"})
        run_jobs()

        assert [message.to for message in mail.outbox] == [[newcomer.email]]

    def test_those_who_cannot_use_one_are_left_out(
        self,
        newcomer: Person,
        cast: Cast,
        client_for: Callable[..., Client],
        run_jobs: Callable[[], None],
        today: datetime.date,
    ) -> None:
        newcomer.email = None
        newcomer.save()
        gone = cast.peer
        gone.set_unusable_password()
        gone.left_on = today - datetime.timedelta(days=1)
        gone.save()

        chosen = [newcomer.pk, gone.pk, cast.member.pk, cast.stranger.pk]
        client_for(cast.hr).post(SEND, {"person": chosen, "sure": len(chosen)})
        run_jobs()

        assert mail.outbox == []

    def test_a_bad_key_is_not_found(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.hr).post(SEND, {"person": ["x"]}).status_code == 404

    def test_sending_takes_a_post(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        assert client_for(cast.hr).get(SEND).status_code == 405


class TestTheLink:
    def test_it_sets_a_password_and_signs_in(self, link: str, newcomer: Person, client: Client) -> None:
        page = client.get(link)
        response = client.post(link, {"password": PASSWORD})

        assert page.status_code == 200
        assert response.status_code == 302
        assert is_signed_in(client)
        assert UserSession.objects.filter(user=newcomer).count() == 1
        newcomer.refresh_from_db()
        assert newcomer.check_password(PASSWORD)

    def test_looking_at_it_does_not_use_it_up(self, link: str, client: Client) -> None:
        for _ in range(3):
            assert Client().get(link).status_code == 200

        assert client.post(link, {"password": PASSWORD}).status_code == 302

    def test_it_works_once(self, link: str, client: Client, newcomer: Person) -> None:
        client.post(link, {"password": PASSWORD})

        again = Client().post(link, {"password": "something else entirely"}, HTTP_ACCEPT_LANGUAGE="en")

        assert again.status_code == 410
        assert "been in already" in again.content.decode()
        newcomer.refresh_from_db()
        assert newcomer.check_password(PASSWORD)

    def test_of_two_at_the_same_moment_the_second_is_too_late(self, link: str, newcomer: Person) -> None:
        token = link.split("/")[2]
        accept_invitation(token=token, password=PASSWORD, now=timezone.now())

        with pytest.raises(InvitationUsed):
            accept_invitation(token=token, password="something else entirely", now=timezone.now())

    def test_after_two_weeks_it_explains_itself_and_offers_a_new_mail(
        self, old_link: str, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        page = client.get(old_link, HTTP_ACCEPT_LANGUAGE="en")
        sent = client.post(f"{old_link}again/")
        run_jobs()

        assert page.status_code == 410
        assert "no longer good" in page.content.decode()
        assert sent.status_code == 200
        assert latest_link() != old_link
        assert client.get(latest_link()).status_code == 200

    def test_until_then_it_is_good(self, newcomer: Person, client: Client) -> None:
        assert client.get(link_from_before(newcomer, 14 * DAY - 60)).status_code == 200

    def test_a_later_mail_replaces_an_earlier_one(
        self, link: str, newcomer: Person, cast: Cast, client_for: Callable[..., Client], run_jobs: Callable[[], None]
    ) -> None:
        client_for(cast.hr).post(SEND, {"person": [newcomer.pk]})
        run_jobs()

        assert Client().get(link).status_code == 410
        assert Client().get(latest_link()).status_code == 200

    def test_asking_again_and_again_sends_one_mail(
        self, old_link: str, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        for _ in range(3):
            client.post(f"{old_link}again/")
        run_jobs()

        assert len(mail.outbox) == 1

    def test_a_link_used_up_brings_no_new_invitation(
        self, link: str, client: Client, run_jobs: Callable[[], None]
    ) -> None:
        client.post(link, {"password": PASSWORD})

        client.post(f"{link}again/")
        run_jobs()

        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "nonsense"])
    def test_a_link_that_was_tampered_with_opens_nothing(
        self, spoil: Callable[[str], str], link: str, client: Client
    ) -> None:
        token = link.split("/")[2]

        for method in (client.get, client.post):
            assert method(f"/invitation/{spoil(token)}/").status_code == 404

    def test_it_is_for_one_address(self, link: str, newcomer: Person, client: Client) -> None:
        newcomer.email = "another@example.jp"
        newcomer.save()

        assert client.get(link).status_code == 410

    def test_it_does_not_let_in_whoever_has_left(
        self, link: str, newcomer: Person, client: Client, today: datetime.date
    ) -> None:
        newcomer.left_on = today - datetime.timedelta(days=1)
        newcomer.save()

        assert client.post(link, {"password": PASSWORD}).status_code == 410
        assert not is_signed_in(client)

    def test_an_easy_password_is_not_taken(self, link: str, client: Client) -> None:
        for password in ("short", "12345678901", "", "sakura.yagi@example.jp"):
            assert client.post(link, {"password": password}).status_code == 200
        assert not is_signed_in(client)

    def test_the_page_speaks_the_language_of_the_invited(self, newcomer: Person, client: Client) -> None:
        newcomer.language = "en"
        newcomer.save()
        Invitation.objects.create(person=newcomer, invited_at=timezone.now())

        page = client.get(make_invitation_link(newcomer), HTTP_ACCEPT_LANGUAGE="ja")

        assert "Welcome, Sakura." in page.content.decode()


def test_a_whole_link_of_somebody_who_left_says_so(newcomer: Person, link: str, client: Client) -> None:
    Person.objects.filter(pk=newcomer.pk).update(left_on=timezone.localdate() - datetime.timedelta(days=2))

    page = client.get(link)

    assert (page.status_code, "途中で切れて" in page.content.decode()) == (410, False)
    client.post(link, {"password": PASSWORD})
    assert not is_signed_in(client)
