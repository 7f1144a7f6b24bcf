import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast

from aizuchi.calendars.appointments import list_coming
from aizuchi.gatherings.models import Gathering
from aizuchi.gatherings.notices import compose
from aizuchi.gatherings.operations import call_off_gathering, sign_up
from aizuchi.gatherings.tests.conftest import Hold
from aizuchi.notifications.models import Notice
from aizuchi.people.models import Person

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]


def typed(**more: str) -> dict[str, str]:
    day = timezone.localdate() + datetime.timedelta(days=5)
    common = {"kind": "training", "title": "聞く練習", "day": f"{day}", "time": "14:00", "minutes": "90"}
    return {**common, "audience": "all", **more}


def test_hr_sets_one_up_and_a_member_signs_up(cast: Cast, client_for: SignIn) -> None:
    answer = client_for(cast.hr).post(reverse("gatherings:create"), typed(places="1", place="食堂"))
    gathering = Gathering.objects.get()
    assert answer.headers["Location"] == reverse("gatherings:show", args=[gathering.pk])

    member = client_for(cast.member)
    member.post(reverse("gatherings:sign_up", args=[gathering.pk]))

    page = member.get(reverse("gatherings:show", args=[gathering.pk])).content.decode()
    assert "席があります" in page
    assert "食堂" in page
    full = client_for(cast.peer).get(reverse("gatherings:show", args=[gathering.pk])).content.decode()
    assert "順番待ちに入る" in full


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(cast: Cast, client_for: SignIn) -> None:
    answer = client_for(cast.hr).post(reverse("gatherings:create"), typed(day="2020-01-01", title="話す練習"))

    assert answer.status_code == 422
    assert "話す練習" in answer.content.decode()
    assert "day" in answer.context["form"].errors


def test_a_head_is_offered_their_units_only(cast: Cast, client_for: SignIn) -> None:
    form = client_for(cast.manager).get(reverse("gatherings:create")).context["form"]

    assert [key for key, _label in form.fields["unit"].choices] == [str(cast.control.pk)]


def test_only_those_who_look_after_it_see_who_comes(cast: Cast, client_for: SignIn, hold: Hold) -> None:
    gathering = hold()
    sign_up(actor=cast.peer, gathering_id=gathering.pk, now=timezone.now())
    address = reverse("gatherings:show", args=[gathering.pk])

    assert cast.peer.full_name in client_for(cast.hr).get(address).content.decode()
    assert cast.peer.full_name not in client_for(cast.member).get(address).content.decode()


def test_a_change_that_somebody_else_made_is_not_lost(cast: Cast, client_for: SignIn, hold: Hold) -> None:
    gathering = hold()
    address = reverse("gatherings:change", args=[gathering.pk])
    client_for(cast.administrator).post(address, typed(version="1", title="別の題"))

    answer = client_for(cast.hr).post(address, typed(version="1"))

    assert answer.status_code == 422
    gathering.refresh_from_db()
    assert gathering.title == "別の題"


def test_the_list_costs_the_same_however_long_it_is(
    cast: Cast, client_for: SignIn, hold: Hold, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for days in range(1, 12):
        hold(days=days)
    client = client_for(cast.member)
    client.get(reverse("gatherings:list"))

    with django_assert_max_num_queries(24):
        assert client.get(reverse("gatherings:list")).content.decode().count("聞く練習") == 11


def test_the_feed_shows_what_one_has_a_place_in(cast: Cast, hold: Hold) -> None:
    gathering, _other = hold(), hold(days=4)
    sign_up(actor=cast.member, gathering_id=gathering.pk, now=timezone.now())

    assert [item.title for item in list_coming(cast.member, since=timezone.now())] == ["聞く練習"]
    assert len(list_coming(cast.hr, since=timezone.now())) == 2


def test_a_notice_is_told_only_while_it_is_so(cast: Cast, hold: Hold) -> None:
    gathering = hold(cast.manager, unit_id=cast.control.pk)
    notices = list(Notice.objects.filter(person=cast.member).select_related("person"))

    (message,) = compose(notices, timezone.now()).values()
    assert "聞く練習" in message.subject

    call_off_gathering(actor=cast.manager, gathering_id=gathering.pk, now=timezone.now())
    assert not compose(notices, timezone.now())


def test_attendance_is_ticked_once_it_has_begun(cast: Cast, client_for: SignIn, hold: Hold) -> None:
    gathering = hold()
    sign_up(actor=cast.member, gathering_id=gathering.pk, now=timezone.now())
    Gathering.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))
    client = client_for(cast.hr)

    client.post(reverse("gatherings:attendance", args=[gathering.pk]), {"came": [str(cast.member.pk), "x"]})

    assert gathering.sign_ups.get().attended is True
