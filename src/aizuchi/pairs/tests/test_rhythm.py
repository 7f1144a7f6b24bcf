import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from tests.cast import Cast
from tests.factories import PairFactory, PersonFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.notifications.models import Notice
from aizuchi.pairs import rhythm_notices
from aizuchi.pairs.models import Pair, RhythmChange
from aizuchi.pairs.operations import (
    Frame,
    change_rhythms,
    edit_settings,
    set_usual_rhythms,
    start_pair,
    undo_rhythms,
)
from aizuchi.pairs.operations.rhythm import OtherNumber, TooLateToUndo
from aizuchi.pairs.rhythms import RhythmWanted, pairs_to_change, preview_rhythms
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.people.models import Person
from aizuchi.people.operations import change_supervisor

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def pair(cast: Cast) -> Pair:
    return PairFactory(mentee=cast.member, mentor=cast.manager, cadence="every_2_weeks", minutes=30)


@pytest.fixture
def choosy(cast: Cast, pair: Pair) -> Pair:
    """Another pair of the same manager, which chose for itself."""
    other = PairFactory(mentee=cast.colleague, mentor=cast.manager, cadence="every_2_weeks", minutes=30)
    return edit_settings(
        actor=cast.colleague, pair_id=other.pk, cadence="weekly", minutes=20, words={}, version=1, now=NOW
    )


def wanted(**more: Any) -> RhythmWanted:
    return RhythmWanted(cadence="monthly", minutes=45, **more)


def change(cast: Cast, sure: int = 1, **more: Any) -> RhythmChange:
    return change_rhythms(actor=cast.hr, wanted=wanted(**more), sure=sure, now=NOW)


def rhythm_of(pair: Pair) -> tuple[str, int]:
    pair.refresh_from_db()
    return pair.cadence, pair.minutes


def told(now: datetime.datetime) -> dict[str, str]:
    """Who is told what by then."""
    notices = list(
        Notice.objects.filter(notification_type="rhythm", due_at__lte=now).select_related("person__organization")
    )
    said = rhythm_notices.compose(notices, now)
    return {str(notice.person.email): str(said[notice.pk]) for notice in notices if notice.pk in said}


def usual(cast: Cast, kind: str = PairKind.SUPERVISOR, actor: Person | None = None) -> list[str]:
    return set_usual_rhythms(actor=actor or cast.hr, rhythms={kind: ("monthly", 45)}, now=NOW)


def test_a_new_supervisor_pair_begins_as_the_company_wants_it(cast: Cast) -> None:
    usual(cast)

    change_supervisor(person_id=cast.colleague.pk, supervisor_id=cast.mentor.pk, on=TODAY, actor=cast.hr, now=NOW)

    assert rhythm_of(Pair.objects.get(mentee=cast.colleague, mentor=cast.mentor)) == ("monthly", 45)


@pytest.mark.database
def test_what_the_company_wants_stands_in_the_forms(cast: Cast, client: Client) -> None:
    usual(cast, PairKind.MENTOR)
    client.force_login(cast.hr)

    starting = client.get("/pairs/manage/new/")
    proposing = client.get(f"/pairs/propose/{cast.mentor.pk}/")

    for form in (starting.context["form"], proposing.context["form"]):
        assert (form["cadence"].value(), form["minutes"].value()) == ("monthly", 45)
    assert '<option value="45" selected>' in proposing.content.decode()


def test_pairs_that_are_there_stay_as_they_are(cast: Cast, pair: Pair) -> None:
    usual(cast)

    assert rhythm_of(pair) == ("every_2_weeks", 30)


@pytest.mark.database
def test_saying_the_same_again_changes_nothing(cast: Cast) -> None:
    assert usual(cast) == ["supervisor"]
    assert usual(cast) == []
    assert AuditEntry.objects.filter(action="pairs.usual_rhythm.set").count() == 1


@pytest.mark.parametrize("who", ["member", "manager", "executive", "administrator"])
def test_nobody_but_hr_chooses_for_many(cast: Cast, pair: Pair, who: str) -> None:
    with pytest.raises(PermissionDenied):
        usual(cast, actor=getattr(cast, who))
    with pytest.raises(PermissionDenied):
        change_rhythms(actor=getattr(cast, who), wanted=wanted(), sure=1, now=NOW)
    made = change(cast)
    with pytest.raises(PermissionDenied):
        undo_rhythms(actor=getattr(cast, who), change_id=made.pk, now=NOW)


def test_others_do_not_find_a_change(cast: Cast, pair: Pair) -> None:
    made = change(cast)

    with pytest.raises(Http404):
        undo_rhythms(actor=cast.stranger, change_id=made.pk, now=NOW)


def test_what_a_pair_chose_for_itself_stays(cast: Cast, pair: Pair, choosy: Pair) -> None:
    change(cast)

    assert rhythm_of(pair) == ("monthly", 45)
    assert rhythm_of(choosy) == ("weekly", 20)


@pytest.mark.database
def test_unless_it_is_said(cast: Cast, pair: Pair, choosy: Pair) -> None:
    change(cast, 2, with_chosen=True)

    assert rhythm_of(choosy) == ("monthly", 45)


@pytest.mark.database
def test_what_two_agreed_on_when_they_began_is_their_choice(cast: Cast) -> None:
    frame = Frame(kind=PairKind.MENTOR, aim="deepen", cadence="monthly", minutes=60)
    as_usual = start_pair(
        actor=cast.hr, mentee_id=cast.member.pk, mentor_id=cast.mentor.pk, frame=frame, starts_on=TODAY, now=NOW
    )
    own = Frame(kind=PairKind.PEER, aim="deepen", cadence="weekly", minutes=15)
    otherwise = start_pair(
        actor=cast.hr, mentee_id=cast.member.pk, mentor_id=cast.peer.pk, frame=own, starts_on=TODAY, now=NOW
    )

    assert set(pairs_to_change(cast.organization, wanted(), on=TODAY)) == {as_usual}
    assert otherwise.rhythm_is_chosen


@pytest.mark.database
def test_the_preview_counts_by_what_they_have_now(cast: Cast, pair: Pair, choosy: Pair) -> None:
    told = preview_rhythms(cast.organization, wanted(), on=TODAY)

    assert (told.count, told.chosen_count) == (1, 1)
    assert [(group.kind, group.minutes, group.count) for group in told.groups] == [("supervisor", 30, 1)]
    assert preview_rhythms(cast.organization, wanted(with_chosen=True), on=TODAY).count == 2


@pytest.mark.database
def test_chooses_by_kind_unit_and_name(cast: Cast, pair: Pair, mentor_pair: Pair) -> None:
    own_unit = cast.member.memberships.get(is_main=True).unit_id
    others_unit = cast.mentor.memberships.get(is_main=True).unit_id

    def found(**more: Any) -> set[Pair]:
        return set(pairs_to_change(cast.organization, wanted(**more), on=TODAY))

    assert found(kind=PairKind.MENTOR) == {mentor_pair}
    assert found(unit_id=own_unit) == {pair, mentor_pair}
    assert found(unit_id=others_unit) == set()
    assert found(name=cast.manager.family_name) == {pair}


@pytest.mark.database
def test_pairs_that_ended_and_those_of_others_stay(cast: Cast) -> None:
    PairFactory(mentee=cast.member, mentor=cast.manager, until_on=TODAY)
    PairFactory(mentee=PersonFactory(organization=cast.stranger.organization))

    assert not pairs_to_change(cast.organization, wanted(with_chosen=True), on=TODAY).exists()


def test_another_number_than_the_one_read_is_asked_again(cast: Cast, pair: Pair) -> None:
    with pytest.raises(OtherNumber):
        change(cast, sure=2)

    assert rhythm_of(pair) == ("every_2_weeks", 30)


def test_taken_back_all_is_as_before(cast: Cast, pair: Pair, choosy: Pair) -> None:
    made = change(cast, 2, with_chosen=True)

    assert undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW) == 2

    assert (rhythm_of(pair), rhythm_of(choosy)) == (("every_2_weeks", 30), ("weekly", 20))
    assert (pair.rhythm_is_chosen, choosy.rhythm_is_chosen) == (False, True)
    assert undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW) == 0


@pytest.mark.database
def test_what_the_two_chose_since_stays_when_it_is_taken_back(cast: Cast, pair: Pair) -> None:
    made = change(cast)
    edit_settings(actor=cast.member, pair_id=pair.pk, cadence="weekly", minutes=45, words={}, version=2, now=NOW)

    assert undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW) == 0
    assert rhythm_of(pair) == ("weekly", 45)


def test_after_two_weeks_it_cannot_be_taken_back(cast: Cast, pair: Pair) -> None:
    made = change(cast)

    with pytest.raises(TooLateToUndo):
        undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW + datetime.timedelta(days=14, minutes=1))


def test_each_of_the_two_is_told_once_for_all_of_theirs(cast: Cast, pair: Pair) -> None:
    PairFactory(mentee=cast.colleague, mentor=cast.manager, cadence="every_2_weeks", minutes=30)
    change(cast, 2)

    said = told(NOW + 12 * 60 * MINUTE)
    assert set(said) == {cast.member.email, cast.colleague.email, cast.manager.email}
    assert "2件の1on1" in said[str(cast.manager.email)]
    assert "毎月" in said[str(cast.member.email)]


@pytest.mark.database
def test_nobody_is_told_of_what_was_taken_back_in_time(cast: Cast, pair: Pair) -> None:
    made = change(cast)
    undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW + 5 * MINUTE)

    assert told(NOW + 12 * 60 * MINUTE) == {}


def test_who_was_told_is_told_that_it_was_taken_back(cast: Cast, pair: Pair) -> None:
    made = change(cast)
    undo_rhythms(actor=cast.hr, change_id=made.pk, now=NOW + 60 * MINUTE)

    said = told(NOW + 12 * 60 * MINUTE)
    assert "元の間隔に戻りました" in said[str(cast.member.email)]


def test_a_pair_to_come_is_not_told_before_its_day(cast: Cast) -> None:
    PairFactory(mentee=cast.member, mentor=cast.mentor, circle=None, starts_on=TODAY + datetime.timedelta(days=3))
    change(cast)

    assert told(NOW + 12 * 60 * MINUTE) == {}


@pytest.mark.database
def test_hr_reads_the_number_and_presses(cast: Cast, pair: Pair, client: Client) -> None:
    client.force_login(cast.hr)

    shown = client.get("/pairs/manage/rhythm/", {"kind": "supervisor", "cadence": "monthly", "minutes": "45"})
    assert shown.context["preview"].count == 1
    typed = {"kind": "supervisor", "cadence": "monthly", "minutes": "45", "sure": "1"}
    assert client.post("/pairs/manage/rhythm/change/", typed).status_code == 302
    assert rhythm_of(pair) == ("monthly", 45)

    again = client.post("/pairs/manage/rhythm/change/", typed)
    assert again.status_code == 422
    assert "人数" in again.content.decode() or "件数" in again.content.decode()


@pytest.mark.database
def test_hr_says_how_1on1s_begin(cast: Cast, client: Client) -> None:
    client.force_login(cast.hr)
    page = client.get("/pairs/manage/rhythm/").content.decode()
    typed = {
        f"{kind.value}-{name}": value for kind in PairKind for name, value in (("cadence", "weekly"), ("minutes", "20"))
    }

    assert 'name="supervisor-cadence"' in page
    assert client.post("/pairs/manage/rhythm/usual/", typed).status_code == 302
    assert client.post("/pairs/manage/rhythm/usual/", {**typed, "peer-minutes": "7"}).status_code == 422
    assert usual(cast, PairKind.PEER) == ["peer"]


def test_three_thousand_pairs_cost_a_handful_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    people = [PersonFactory(organization=cast.organization) for _one in range(30)]
    for person in people:
        PairFactory(mentee=person, mentor=cast.manager, cadence="every_2_weeks", minutes=30)

    with django_assert_max_num_queries(30):
        change(cast, 30)
