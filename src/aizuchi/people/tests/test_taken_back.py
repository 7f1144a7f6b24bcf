"""What HR and administrators enter by mistake can be taken back, and what does not come back is said."""

import datetime
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import PASSWORD, RoleGrantFactory

from aizuchi.people.models import AddressChange, Person, RoleGrant
from aizuchi.people.operations import person_leaves
from aizuchi.people.operations.address import ask_for_address, note_address_reached

DAY = datetime.timedelta(days=1)
WRONG = "aoi.onodera@exmaple.jp"

ClientFor = Callable[[Person], Client]


@pytest.fixture
def wished(cast: Cast) -> AddressChange:
    cast.member.set_password(PASSWORD)
    cast.member.save()
    ask_for_address(person_id=cast.member.pk, address=WRONG, actor=cast.hr, now=timezone.now())
    return AddressChange.objects.get()


def test_hr_takes_back_an_address_that_was_mistyped(
    wished: AddressChange, cast: Cast, client_for: ClientFor, run_jobs: Callable[[], None]
) -> None:
    run_jobs()
    link = next(line for letter in mail.outbox if letter.to == [WRONG] for line in letter.body.split() if "://" in line)

    page = client_for(cast.hr).post(reverse("people:withdraw_address", args=[cast.member.pk]), follow=True)

    assert "取り消しました。今のアドレスのままです。" in page.content.decode()
    assert client_for(cast.member).get(link.removeprefix("http://testserver")).status_code == 404
    again = client_for(cast.hr).post(reverse("people:withdraw_address", args=[cast.member.pk]), follow=True)
    assert "取り消すものはありません" in again.content.decode()


def test_of_an_administrator_only_administrators_take_it_back(
    wished: AddressChange, cast: Cast, client_for: ClientFor
) -> None:
    RoleGrantFactory(person=cast.member, role="administrator")

    assert client_for(cast.hr).post(reverse("people:withdraw_address", args=[cast.member.pk])).status_code == 403
    wished.refresh_from_db()
    assert wished.is_waiting


def test_hr_reads_that_a_stranger_answered_and_from_when_it_would_hold(
    wished: AddressChange, cast: Cast, client_for: ClientFor, in_2026: None
) -> None:
    quiet = client_for(cast.hr).get(reverse("people:edit", args=[cast.member.pk])).content.decode()
    note_address_reached(wished, now=timezone.now())

    page = client_for(cast.hr).get(reverse("people:edit", args=[cast.member.pk])).content.decode()

    assert "だれかがログインせずに使いました" not in quiet
    assert "だれかがログインせずに使いました" in page


def test_a_last_day_taken_back_says_which_roles_stay_ended(cast: Cast, client_for: ClientFor) -> None:
    today = cast.organization.today(timezone.now())
    person_leaves(person_id=cast.hr.pk, left_on=today + 5 * DAY, actor=None, now=timezone.now())

    page = client_for(cast.administrator).post(reverse("people:stay", args=[cast.hr.pk]), follow=True).content.decode()

    assert "次の役割は戻りません。続けるなら、あらためて渡してください：人事" in page


def test_nobody_ends_their_own_account_in_passing(cast: Cast, client_for: ClientFor) -> None:
    RoleGrant.objects.filter(role="administrator").update(starts_on=datetime.date(2020, 1, 1))
    yesterday = cast.organization.today(timezone.now()) - DAY

    page = client_for(cast.hr).post(
        reverse("people:change", args=[cast.hr.pk, "leaving"]), {"left_on": yesterday.isoformat(), "read": "x"}
    )

    assert "あなた自身のアカウントが、すぐに終わってしまいます" in page.content.decode()
    cast.hr.refresh_from_db()
    assert cast.hr.left_on is None


def test_a_role_with_an_end_says_its_end(cast: Cast, client_for: ClientFor, in_2026: None) -> None:
    RoleGrantFactory(
        person=cast.member, role="hr", starts_on=datetime.date(2026, 1, 1), until_on=datetime.date(2099, 1, 1)
    )

    page = client_for(cast.administrator).get(reverse("people:roles")).content.decode()

    assert "2098年12月31日" in page
    assert 'value="2099-01-01"' in page
