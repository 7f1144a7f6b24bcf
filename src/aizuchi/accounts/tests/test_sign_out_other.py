"""An administrator ends all sessions of somebody else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.cast import Cast

from aizuchi import ui
from aizuchi.accounts import step_up
from aizuchi.accounts.operations.sessions import SignedInNowhere, Why, sign_out_other
from aizuchi.audit.models import AuditEntry
from aizuchi.kernel.permissions import PermissionDenied
from aizuchi.people.models import Person

SECURITY = "/account/security/"
ClientFor = Callable[[Person], Client]


def page_of(person: Person) -> str:
    return f"/people/{person.pk}/sign-out/"


def is_in(client: Client) -> bool:
    return client.get(SECURITY).status_code == 200


def test_they_are_out_on_every_device_and_everybody_else_stays(cast: Cast, client_for: ClientFor) -> None:
    phone, desk, other = client_for(cast.member), client_for(cast.member), client_for(cast.peer)
    administrator = client_for(cast.administrator)

    answer = administrator.post(page_of(cast.member))

    assert answer.status_code == 302
    assert not is_in(phone)
    assert not is_in(desk)
    assert is_in(other)
    assert is_in(administrator)


def test_it_is_in_the_record_and_told_to_them_by_mail(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], None]
) -> None:
    client_for(cast.member)

    client_for(cast.administrator).post(page_of(cast.member))
    run_jobs()

    entry = AuditEntry.objects.get(action="accounts.sessions.ended")
    assert (entry.actor_id, entry.subject_id) == (cast.administrator.pk, cast.member.pk)
    assert [sent.to for sent in mail.outbox] == [[cast.member.email]]
    assert cast.administrator.full_name not in mail.outbox[0].body


def test_whoever_is_signed_in_nowhere_gets_no_mail(
    cast: Cast, client_for: ClientFor, run_jobs: Callable[[], None]
) -> None:
    administrator = client_for(cast.administrator)

    page = administrator.post(page_of(cast.member), follow=True)

    assert str(SignedInNowhere()) in page.content.decode()
    run_jobs()
    assert not AuditEntry.objects.filter(action="accounts.sessions.ended").exists()
    assert mail.outbox == []
    with pytest.raises(SignedInNowhere):
        sign_out_other(actor=cast.administrator, person_id=cast.member.pk, now=timezone.now())


def test_it_asks_once_more_who_does_it(cast: Cast, client_for: ClientFor) -> None:
    member, administrator = client_for(cast.member), client_for(cast.administrator)
    del administrator.cookies[step_up.COOKIE]

    assert b"current-password" in administrator.post(page_of(cast.member)).content
    assert is_in(member)


@pytest.mark.parametrize("who", ["hr", "manager", "peer"])
def test_nobody_else_may(cast: Cast, client_for: ClientFor, who: str) -> None:
    member, other = client_for(cast.member), client_for(getattr(cast, who))

    assert other.post(page_of(cast.member)).status_code == 403
    assert other.get(page_of(cast.member)).status_code == 403
    assert is_in(member)
    with pytest.raises(PermissionDenied):
        sign_out_other(actor=getattr(cast, who), person_id=cast.member.pk, now=timezone.now())


def test_not_oneself_nor_anybody_of_another_organization(cast: Cast, client_for: ClientFor) -> None:
    client, stranger = client_for(cast.administrator), client_for(cast.stranger)

    assert client.post(page_of(cast.administrator)).status_code == 403
    assert client.post(page_of(cast.stranger)).status_code == 404
    assert is_in(client)
    assert is_in(stranger)


def test_the_way_there_stands_on_a_persons_page_for_administrators_only(cast: Cast, client_for: ClientFor) -> None:
    of_member, own = f"/people/manage/{cast.member.pk}/", f"/people/manage/{cast.administrator.pk}/"
    administrator = client_for(cast.administrator)

    assert page_of(cast.member) in administrator.get(of_member).content.decode()
    assert page_of(cast.administrator) not in administrator.get(own).content.decode()
    assert page_of(cast.member) not in client_for(cast.hr).get(of_member).content.decode()


@pytest.mark.parametrize("why", Why)
def test_open_pages_have_a_sentence_for_each_reason(cast: Cast, client_for: ClientFor, why: Why) -> None:
    listed = Path(str(ui.__file__)).with_name("shared") / "who.ts"

    assert f'data-say="signed-out-{why}"' in client_for(cast.member).get("/").content.decode()
    assert f'"{why}"' in listed.read_text()
