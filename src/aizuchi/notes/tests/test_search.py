import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.notes import compaction, operations
from aizuchi.notes.folding import fold_with_places
from aizuchi.notes.search import search_notes

pytestmark = pytest.mark.database

NOW = timezone.now()
LATER = NOW + datetime.timedelta(minutes=10)


@pytest.fixture
def circle(cast):
    return operations.make_circle(organization_id=cast.organization.pk, writers=[cast.member, cast.manager], now=NOW)


def write(circle, actor, text: str):
    document = operations.make_document(circle=circle, now=NOW)
    operations.write_text(document_id=document.pk, text=text, actor=actor, now=NOW)
    return document


def excerpts(query: str, viewer) -> list[str]:
    return [str(hit.excerpt) for hit in search_notes(query, viewer=viewer).hits]


@pytest.mark.parametrize("is_summed_up", [True, False])
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("異動", "来年の<mark>異動</mark>について、Careerの話をした"),
        ("career", "来年の異動について、<mark>Career</mark>の話をした"),
        ("ＣＡＲＥＥＲ", "来年の異動について、<mark>Career</mark>の話をした"),
        ("異動 career", "来年の<mark>異動</mark>について、Careerの話をした"),
    ],
)
def test_words_are_found_in_any_spelling(cast, circle, is_summed_up, query, found):
    write(circle, cast.member, "来年の異動について、Careerの話をした")
    if is_summed_up:
        compaction.compact_notes(now=LATER)

    assert excerpts(query, cast.manager) == [found]


@pytest.mark.parametrize("query", ["ガンバル", "がんばる", "ｶﾞﾝﾊﾞﾙ"])
@pytest.mark.parametrize("written", ["ガンバル", "がんばる", "ｶﾞﾝﾊﾞﾙ"])
def test_kana_of_every_kind_are_the_same(cast, circle, query, written):
    write(circle, cast.member, f"来月も{written}つもり")

    assert excerpts(query, cast.member) == [f"来月も<mark>{written}</mark>つもり"]


@pytest.mark.parametrize("name", ["hr", "executive", "administrator", "peer", "stranger"])
@pytest.mark.parametrize("is_summed_up", [True, False])
def test_nobody_finds_what_they_may_not_open(cast, circle, name, is_summed_up):
    write(circle, cast.member, "異動の話")
    if is_summed_up:
        compaction.compact_notes(now=LATER)

    assert search_notes("異動", viewer=getattr(cast, name)).count == 0


def test_a_private_note_is_found_by_its_author_only(cast):
    write(operations.private_circle_of(person=cast.member, now=NOW), cast.member, "異動したい")

    assert [hit.is_private for hit in search_notes("異動", viewer=cast.member).hits] == [True]
    assert search_notes("異動", viewer=cast.manager).count == 0


def test_a_hit_says_with_whom_it_is_shared(cast, circle):
    write(circle, cast.member, "異動の話")
    write(operations.private_circle_of(person=cast.member, now=NOW), cast.member, "異動したい")

    shared = {hit.is_private: hit.partners for hit in search_notes("異動", viewer=cast.member).hits}

    assert shared == {False: (cast.manager,), True: ()}


def test_what_was_written_since_is_found_too(cast, circle):
    document = write(circle, cast.member, "まえの話")
    compaction.compact_notes(now=LATER)
    operations.write_text(document_id=document.pk, text="異動の話", actor=cast.manager, now=LATER)

    assert excerpts("異動", cast.member) == ["まえの話 <mark>異動</mark>の話"]


def test_markup_in_words_stays_words(cast, circle):
    write(circle, cast.member, "異動 <script>x</script>")

    assert excerpts("異動", cast.member) == ["<mark>異動</mark> &lt;script&gt;x&lt;/script&gt;"]


@pytest.mark.parametrize("query", ["", " ", "　", "x" * 5000])
def test_a_query_that_says_nothing_finds_nothing(cast, circle, query):
    write(circle, cast.member, "異動の話")

    assert search_notes(query, viewer=cast.member).count == 0


@given(st.text(alphabet="アガｶﾞがａＡΣİßﬁ漢字\u3099 x", max_size=12))
def test_every_folded_character_knows_where_it_came_from(text):
    folded, places = fold_with_places(text)

    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(place < len(text) for place in places)
