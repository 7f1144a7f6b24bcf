"""What HR's pages begin with: a sentence, and whatever needs a hand."""

import datetime

import pytest
from django.utils import timezone

from aizuchi.accounts.models import Invitation
from aizuchi.people.models import ReportingLine
from aizuchi.people.queries.people_list import Filters, count_here, list_people

TODAY = timezone.localdate()


def page(client, address: str) -> str:
    return client.get(address).content.decode()


def test_people_without_a_supervisor_are_counted_and_can_be_listed(cast):
    ReportingLine.objects.filter(person=cast.member).delete()
    here = count_here(cast.organization, on=TODAY)
    rows, _ = list_people(cast.organization, filters=Filters(state="unled"), number=1, on=TODAY)

    assert cast.member.pk in [row.card.id for row in rows]
    assert here.unled == len(rows)


def test_whoever_has_a_supervisor_is_not_listed(cast):
    rows, _ = list_people(cast.organization, filters=Filters(state="unled"), number=1, on=TODAY)

    assert cast.member.pk not in [row.card.id for row in rows]


def test_the_page_begins_with_them_and_a_way_to_them(cast, client_for):
    ReportingLine.objects.filter(person=cast.member).delete()

    shown = page(client_for(cast.hr), "/people/manage/")

    assert "上司が決まっていない人が" in shown
    assert "?state=unled" in shown


def test_units_without_a_head_stand_before_the_table(cast, client_for):
    cast.control.memberships.filter(is_head=True).update(is_head=False)

    shown = page(client_for(cast.hr), "/people/manage/units/")

    assert "部署で部門長が決まっていません。" in shown
    assert shown.index(f"/units/{cast.control.pk}/") < shown.index("<table")


@pytest.mark.parametrize("address", ["/people/manage/?q=nobodyatall", "/people/?q=nobodyatall"])
def test_where_nobody_fits_there_is_a_way_on(cast, client_for, address):
    shown = page(client_for(cast.hr), address)

    assert 'class="empty"' in shown
    assert "見る</a>" in shown[shown.index('class="empty"') :]


def test_invitations_begin_with_those_that_did_not_arrive(cast, client_for):
    cast.peer.__class__.objects.filter(pk=cast.peer.pk).update(password="")
    Invitation.objects.create(person=cast.peer, invited_at=timezone.now() - datetime.timedelta(days=1), problem="550")

    shown = page(client_for(cast.hr), "/people/invitations/")

    assert "招待が届かなかった人が1人います。" in shown
    assert 'href="#awaited"' in shown
