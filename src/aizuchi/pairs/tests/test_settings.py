import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.audit.models import Entry
from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import ChangedMeanwhile, edit_rhythm, edit_words, end_pair
from aizuchi.pairs.tests.conftest import NOW


@pytest.mark.parametrize("who", ["member", "mentor"])
def test_either_changes_cadence_and_length(cast: Cast, mentor_pair: Pair, who: str) -> None:
    pair = edit_rhythm(
        actor=getattr(cast, who), pair_id=mentor_pair.pk, cadence="weekly", minutes=45, version=1, now=NOW
    )

    assert (pair.cadence, pair.minutes) == ("weekly", 45)


def test_each_writes_their_own_words_only(cast: Cast, mentor_pair: Pair) -> None:
    edit_words(actor=cast.mentor, pair_id=mentor_pair.pk, words={"purpose": "いつでも聞きます"}, version=1, now=NOW)
    edit_words(actor=cast.member, pair_id=mentor_pair.pk, words={"wish": "まず最後まで"}, version=2, now=NOW)

    with pytest.raises(PermissionDenied):
        edit_words(actor=cast.member, pair_id=mentor_pair.pk, words={"purpose": "ちがう"}, version=3, now=NOW)
    with pytest.raises(PermissionDenied):
        edit_words(actor=cast.mentor, pair_id=mentor_pair.pk, words={"wish": "ちがう"}, version=3, now=NOW)
    mentor_pair.refresh_from_db()
    assert (mentor_pair.purpose, mentor_pair.wish) == ("いつでも聞きます", "まず最後まで")


def test_peers_both_say_what_it_is_for(cast: Cast) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.peer, kind=PairKind.PEER)

    edit_words(actor=cast.member, pair_id=pair.pk, words={"purpose": "試したことを話す"}, version=1, now=NOW)
    edit_words(actor=cast.peer, pair_id=pair.pk, words={"purpose": "困りごと", "care": "急がない"}, version=2, now=NOW)

    pair.refresh_from_db()
    assert (pair.purpose, pair.care) == ("困りごと", "急がない")


def test_keeps_what_the_other_saved_meanwhile(cast: Cast, mentor_pair: Pair) -> None:
    edit_rhythm(actor=cast.mentor, pair_id=mentor_pair.pk, cadence="weekly", minutes=30, version=1, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        edit_rhythm(actor=cast.member, pair_id=mentor_pair.pk, cadence="quarterly", minutes=30, version=1, now=NOW)
    mentor_pair.refresh_from_db()
    assert mentor_pair.cadence == "weekly"


def test_the_record_never_has_the_words(cast: Cast, mentor_pair: Pair) -> None:
    edit_words(actor=cast.mentor, pair_id=mentor_pair.pk, words={"care": "約束は守ります"}, version=1, now=NOW)

    assert Entry.objects.get(action="pairs.pair.edited").detail == {"fields": ["care"]}


@pytest.mark.parametrize("who", ["manager", "hr", "executive", "administrator", "stranger"])
def test_does_not_exist_for_anybody_else(cast: Cast, mentor_pair: Pair, who: str) -> None:
    with pytest.raises(Http404):
        edit_rhythm(actor=getattr(cast, who), pair_id=mentor_pair.pk, cadence="weekly", minutes=30, version=1, now=NOW)


def test_is_over_when_the_pair_is(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    with pytest.raises(PermissionDenied):
        edit_rhythm(actor=cast.member, pair_id=mentor_pair.pk, cadence="weekly", minutes=30, version=9, now=NOW)
