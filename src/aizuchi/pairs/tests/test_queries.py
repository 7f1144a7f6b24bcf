import datetime

import pytest
from django.http import Http404
from django.utils.translation import override
from tests.cast import Cast
from tests.factories import PairFactory, PersonFactory

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import end_pair
from aizuchi.pairs.queries import (
    PairFilter,
    former_pairs_of,
    list_pairs,
    pair_overview,
    pairs_of,
    proposals_waiting_for,
)
from aizuchi.pairs.tests.conftest import NOW, TODAY
from aizuchi.pairs.tests.test_proposals import ask


def test_a_card_tells_who_the_partner_is_to_me(cast: Cast, supervisor_pair: Pair, mentor_pair: Pair) -> None:
    mine = pairs_of(cast.member, on=TODAY)
    theirs = pairs_of(cast.manager, on=TODAY)

    assert [(card.partner.full_name, card.partner_word) for card in mine] == [
        ("森川 拓海", "上司"),
        ("瀬川 ひかり", "メンター"),
    ]
    assert [(card.partner.short_name, card.partner_word) for card in theirs] == [("小野寺さん", "メンバー")]
    assert mine[0].partner.unit == "制御ソフト課"


def test_the_cards_cost_the_same_for_any_number(cast: Cast, django_assert_num_queries) -> None:
    for person in PersonFactory.create_batch(12, organization=cast.organization):
        PairFactory(mentee=person, mentor=cast.manager)

    with django_assert_num_queries(4):
        assert len(pairs_of(cast.manager, on=TODAY)) == 12


def test_ended_pairs_are_found_among_the_former(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.mentor, pair_id=mentor_pair.pk, now=NOW)

    assert pairs_of(cast.member, on=TODAY) == []
    assert [card.id for card in former_pairs_of(cast.member, on=TODAY)] == [mentor_pair.pk]
    assert former_pairs_of(cast.manager, on=TODAY) == []


@pytest.mark.parametrize("who", ["manager", "hr", "executive", "administrator", "stranger"])
def test_the_overview_does_not_exist_for_anybody_else(cast: Cast, mentor_pair: Pair, who: str) -> None:
    with pytest.raises(Http404):
        pair_overview(mentor_pair.pk, viewer=getattr(cast, who), on=TODAY)


def test_the_overview_says_what_one_may_do(cast: Cast, supervisor_pair: Pair) -> None:
    overview = pair_overview(supervisor_pair.pk, viewer=cast.member, on=TODAY)

    assert overview.may_edit
    assert not overview.may_end
    assert overview.own_fields == {"wish"}


@pytest.mark.database
def test_hr_lists_pairs_by_kind_state_and_name(cast: Cast, supervisor_pair: Pair, mentor_pair: Pair) -> None:
    end_pair(actor=cast.hr, pair_id=mentor_pair.pk, now=NOW)

    def found(**wanted: str) -> list[object]:
        return [pair.id for pair in list_pairs(cast.organization, wanted=PairFilter(**wanted), page=1, on=TODAY).pairs]

    assert found() == [supervisor_pair.pk]
    assert found(state="ended") == [mentor_pair.pk]
    assert found(kind=PairKind.MENTOR) == []
    assert found(name="もりかわ") == [supervisor_pair.pk]
    assert found(name="segawa", state="ended") == [mentor_pair.pk]
    assert found(name="やぎ") == []


def test_the_list_counts_open_pairs_and_costs_the_same_for_any_number(
    cast: Cast, django_assert_max_num_queries
) -> None:
    for person in PersonFactory.create_batch(30, organization=cast.organization):
        PairFactory(mentee=person, mentor=cast.manager)

    with django_assert_max_num_queries(6):
        listed = list_pairs(cast.organization, wanted=PairFilter(), page=1, on=TODAY, page_size=20)

    assert (len(listed.pairs), listed.total, listed.page.paginator.num_pages) == (20, 30, 2)
    assert {kind: n for kind, _label, n in listed.open_by_kind} == {
        "supervisor": 30, "mentor": 0, "peer": 0, "diagonal": 0,
    }  # fmt: skip


@pytest.mark.database
def test_a_proposal_waits_for_the_one_who_was_asked(cast: Cast) -> None:
    ask(cast.member, cast.mentor)

    with override("en"):
        waiting = proposals_waiting_for(cast.mentor, on=TODAY)

    assert [(card.other.short_name, card.my_word) for card in waiting] == [("Aoi", "mentor")]
    assert proposals_waiting_for(cast.member, on=TODAY) == []
    assert proposals_waiting_for(cast.hr, on=TODAY) == []


def test_a_proposal_of_somebody_who_left_no_longer_waits(cast: Cast) -> None:
    ask(cast.member, cast.mentor)
    cast.member.left_on = TODAY - datetime.timedelta(days=1)
    cast.member.save(update_fields=["left_on"])

    assert proposals_waiting_for(cast.mentor, on=TODAY) == []


def test_proposals_cost_the_same_for_any_number(cast: Cast, django_assert_num_queries) -> None:
    for person in PersonFactory.create_batch(6, organization=cast.organization):
        ask(person, cast.mentor)

    with django_assert_num_queries(4):
        assert len(proposals_waiting_for(cast.mentor, on=TODAY)) == 6
