import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.audit.models import AuditEntry
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.refusals import Stale
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations import edit_settings, end_pair
from aizuchi.pairs.tests.conftest import NOW
from aizuchi.people.models import Person


def edit(
    actor: Person, pair: Pair, *, version: int = 1, cadence: str = "monthly", minutes: int = 30, **words: str
) -> Pair:
    return edit_settings(
        actor=actor, pair_id=pair.pk, cadence=cadence, minutes=minutes, words=words, version=version, now=NOW
    )


@pytest.mark.parametrize("who", ["member", "mentor"])
def test_either_changes_cadence_and_length(cast: Cast, mentor_pair: Pair, who: str) -> None:
    pair = edit(getattr(cast, who), mentor_pair, cadence="weekly", minutes=45, version=1)

    assert (pair.cadence, pair.minutes) == ("weekly", 45)


def test_each_writes_their_own_words_only(cast: Cast, mentor_pair: Pair) -> None:
    edit(cast.mentor, mentor_pair, version=1, purpose="いつでも聞きます")
    edit(cast.member, mentor_pair, version=2, wish="まず最後まで")

    with pytest.raises(PermissionDenied):
        edit(cast.member, mentor_pair, version=3, purpose="ちがう")
    with pytest.raises(PermissionDenied):
        edit(cast.mentor, mentor_pair, version=3, wish="ちがう")
    mentor_pair.refresh_from_db()
    assert (mentor_pair.purpose, mentor_pair.wish) == ("いつでも聞きます", "まず最後まで")


def test_peers_both_say_what_it_is_for(cast: Cast) -> None:
    pair = PairFactory(mentee=cast.member, mentor=cast.peer, kind=PairKind.PEER)

    edit(cast.member, pair, version=1, purpose="試したことを話す")
    edit(cast.peer, pair, version=2, purpose="困りごと", care="急がない")

    pair.refresh_from_db()
    assert (pair.purpose, pair.care) == ("困りごと", "急がない")


def test_keeps_what_the_other_saved_meanwhile(cast: Cast, mentor_pair: Pair) -> None:
    edit(cast.mentor, mentor_pair, cadence="weekly", minutes=30, version=1)

    with pytest.raises(Stale):
        edit(cast.member, mentor_pair, cadence="quarterly", minutes=30, version=1)
    mentor_pair.refresh_from_db()
    assert mentor_pair.cadence == "weekly"


def test_the_record_never_has_the_words(cast: Cast, mentor_pair: Pair) -> None:
    edit(cast.mentor, mentor_pair, version=1, care="約束は守ります")

    assert AuditEntry.objects.get(action="pairs.pair.edited").detail == {"fields": ["care"]}


@pytest.mark.parametrize("who", ["manager", "hr", "executive", "administrator", "stranger"])
def test_does_not_exist_for_anybody_else(cast: Cast, mentor_pair: Pair, who: str) -> None:
    with pytest.raises(Http404):
        edit(getattr(cast, who), mentor_pair, cadence="weekly", minutes=30, version=1)


def test_is_over_when_the_pair_is(cast: Cast, mentor_pair: Pair) -> None:
    end_pair(actor=cast.member, pair_id=mentor_pair.pk, now=NOW)

    with pytest.raises(PermissionDenied):
        edit(cast.member, mentor_pair, cadence="weekly", minutes=30, version=9)
