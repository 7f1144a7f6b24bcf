"""What somebody notes of themselves each month is theirs: whom they show it to sees it, and nobody else ever."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.pairs.events import PairsEnded
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys import operations, own_notices
from aizuchi.surveys.models import OwnCurvePause, OwnReading
from aizuchi.surveys.operations.old_curves import destroy_old_curves
from aizuchi.surveys.page_cards import get_shown_curve_card
from aizuchi.surveys.queries.own_curve import get_own_curve, get_shown_curve
from aizuchi.surveys.reactions import stop_showing_curves
from aizuchi.surveys.refusals import NothingAnswered
from aizuchi.ui.cards import Context

pytestmark = pytest.mark.django_db

SignIn = Callable[[Person], Client]
NOW = timezone.now()
GIVEN = {"condition_now": "2", "condition_load": "4"}
PAGE = "surveys:own_curve"
ASKED = "今月の調子はいかがですか。"


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager)


def note(person: Person, now: datetime.datetime = NOW, **given: str) -> None:
    operations.keep_own_readings(actor=person, given=given or GIVEN, now=now)


def show(person: Person, pair: Pair) -> None:
    operations.show_own_curve(actor=person, pair_id=pair.pk, now=NOW)


def sees(viewer: Person, pair: Pair, now: datetime.datetime = NOW) -> bool:
    return bool(get_shown_curve(viewer=viewer, pair=pair, now=now))


def values_of(person: Person) -> dict[str, int]:
    return dict(OwnReading.objects.filter(person=person).values_list("question", "value"))


def test_a_second_time_in_a_month_replaces_the_first(cast: Cast) -> None:
    note(cast.member)
    note(cast.member, condition_now="5", growth_more="1")

    assert values_of(cast.member) == {"condition_now": 5, "growth_more": 1}


def test_what_is_not_offered_is_passed_over_and_nothing_is_no_answer(cast: Cast) -> None:
    note(cast.member, condition_now="3", condition_load="6", other="1")

    assert values_of(cast.member) == {"condition_now": 3}
    with pytest.raises(NothingAnswered):
        note(cast.member, condition_now="9" * 100_000)


def test_the_page_asks_and_then_shows_the_curve(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.member)
    before = client.get(reverse(PAGE)).content.decode()
    note(cast.member, now=NOW - datetime.timedelta(days=40), condition_now="4", condition_load="4")
    client.post(reverse(PAGE), GIVEN)
    after = client.get(reverse(PAGE)).content.decode()

    assert "ストレスチェック" in before
    assert "<figure" not in before
    assert after.count("<figure") == 2
    assert "最近の答え：すこし重い" in after


def test_nobody_sees_it_without_being_shown(cast: Cast, client_for: SignIn, pair: Pair) -> None:
    note(cast.member)

    assert not any(sees(viewer, pair) for viewer in cast.everybody)
    for viewer in (cast.manager, cast.hr, cast.administrator, cast.executive):
        assert get_own_curve(viewer=viewer, now=NOW).lines == []
        assert "<figure" not in client_for(viewer).get(reverse(PAGE)).content.decode()


def test_shown_to_a_partner_it_is_seen_by_that_partner_alone_and_off_again_at_once(cast: Cast, pair: Pair) -> None:
    other = PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")
    note(cast.member)
    note(cast.manager, condition_now="1")
    show(cast.member, pair)

    assert [one for one in cast.everybody if sees(one, pair)] == [cast.manager]
    assert not any(sees(one, other) for one in cast.everybody)

    operations.hide_own_curve(actor=cast.member, pair_id=pair.pk)
    assert not sees(cast.manager, pair)


@pytest.mark.parametrize("page", ["brief", "prepare"])
def test_the_partner_it_is_shown_to_reads_it_while_getting_ready(
    cast: Cast, client_for: SignIn, pair: Pair, page: str
) -> None:
    meeting = MeetingFactory(pair=pair, starts_at=NOW + datetime.timedelta(hours=2))
    address = reverse(page, args=[meeting.pk])
    note(cast.member)
    hidden = client_for(cast.manager).get(address).content.decode()
    show(cast.member, pair)

    assert "shown-curve" not in hidden
    assert "shown-curve" in client_for(cast.manager).get(address).content.decode()
    assert "shown-curve" not in client_for(cast.member).get(address).content.decode()


def test_it_is_shown_only_in_a_pair_of_ones_own_and_only_upwards(cast: Cast, pair: Pair) -> None:
    with pytest.raises(PermissionDenied):
        show(cast.manager, pair)
    with pytest.raises(Http404):
        show(cast.peer, pair)


def test_when_the_two_no_longer_meet_nothing_is_shown_and_resuming_does_not_bring_it_back(
    cast: Cast, pair: Pair
) -> None:
    note(cast.member)
    show(cast.member, pair)
    pair.until_on = cast.member.today(NOW)
    pair.save(update_fields=["until_on"])
    assert not sees(cast.manager, pair)

    stop_showing_curves(PairsEnded(organization_id=pair.organization_id, pair_ids=(pair.pk,), actor_id=None, at=NOW))
    pair.until_on = None
    pair.save(update_fields=["until_on"])
    assert not sees(cast.manager, pair)


def test_throwing_it_away_leaves_nothing_and_only_ones_own_goes(cast: Cast, pair: Pair) -> None:
    note(cast.member)
    note(cast.peer)
    show(cast.member, pair)

    operations.remove_own_readings(actor=cast.member)

    assert values_of(cast.member) == {}
    assert values_of(cast.peer) != {}
    note(cast.member)
    assert not sees(cast.manager, pair)


def test_home_asks_once_a_month_until_it_is_noted_or_put_off(cast: Cast, client_for: SignIn) -> None:
    homes = {who.pk: client_for(who) for who in (cast.member, cast.peer, cast.mentor)}

    def is_asked(person: Person) -> bool:
        return ASKED in homes[person.pk].get(reverse("home")).content.decode()

    assert is_asked(cast.member)
    assert is_asked(cast.peer)
    note(cast.member)
    homes[cast.peer.pk].post(reverse("surveys:pause_own_curve"), {"until": "next_month"})
    homes[cast.mentor.pk].post(reverse("surveys:pause_own_curve"), {"until": "asked_for"})
    assert not any(map(is_asked, (cast.member, cast.peer, cast.mentor)))

    operations.pause_own_curve(actor=cast.mentor, until="", now=NOW)
    assert is_asked(cast.mentor)


TENTH = datetime.datetime(2026, 11, 10, 3, 0, tzinfo=datetime.UTC)
OCTOBER = datetime.datetime(2026, 10, 20, 3, 0, tzinfo=datetime.UTC)
LONG_AGO = datetime.datetime(2026, 5, 20, 3, 0, tzinfo=datetime.UTC)


def test_only_whoever_goes_on_with_a_curve_is_reminded_and_once(cast: Cast) -> None:
    for person in (cast.member, cast.peer, cast.manager):
        note(person, now=OCTOBER)
    note(cast.mentor, now=LONG_AGO)
    note(cast.peer, now=TENTH)
    operations.pause_own_curve(actor=cast.manager, until="asked_for", now=TENTH)

    assert [(due.person_id, due.key) for due in own_notices.find(TENTH)] == [(cast.member.pk, "2026-11")]
    assert list(own_notices.find(TENTH + datetime.timedelta(days=5))) == []


def test_it_ends_so_many_years_after_the_last_day_as_private_notes_do(cast: Cast, client_for: SignIn) -> None:
    for person in (cast.member, cast.peer):
        note(person)
    operations.pause_own_curve(actor=cast.member, until="asked_for", now=NOW)
    Person.objects.filter(pk=cast.member.pk).update(left_on=NOW.date())

    destroy_old_curves(now=NOW + datetime.timedelta(days=2 * 365))
    assert values_of(cast.member)
    destroy_old_curves(now=NOW + datetime.timedelta(days=2 * 366 + 1))

    assert not values_of(cast.member)
    assert not OwnCurvePause.objects.exists()
    assert values_of(cast.peer)
    assert "退職日の2年後" in client_for(cast.peer).get(reverse(PAGE)).content.decode()


def test_a_partner_reads_first_how_somebody_is_and_what_weighs_on_them(cast: Cast, pair: Pair) -> None:
    note(cast.member, condition_now="4", condition_load="4", condition_rest="2")
    show(cast.member, pair)
    meeting = MeetingFactory(pair=pair, starts_at=NOW + datetime.timedelta(hours=2))

    looking = Context(viewer=cast.manager, now=NOW, today=NOW.date(), subject=meeting)
    card = get_shown_curve_card(looking)

    assert card
    assert [line.latest for line in card.first] == ["良い", "あまりあてはまらない"]
    assert len(card.drawn) == 3
