import pytest

from aizuchi.people.search import fold_query, make_search_text


def finds(typed: str, name: str, kana: str = "", romaji: str = "") -> bool:
    family, given = name.split()
    family_kana, given_kana = kana.split() if kana else ("", "")
    given_romaji, family_romaji = romaji.split() if romaji else ("", "")
    text = make_search_text(
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        family_romaji=family_romaji,
        given_romaji=given_romaji,
    )
    words = fold_query(typed)
    return bool(words) and all(word in text for word in words)


@pytest.mark.parametrize(
    "typed", ["小野寺", "葵", "小野寺葵", "小野寺 葵", "小野寺　葵", "おのでら", "オノデラ", "ｵﾉﾃﾞﾗ", "あお"]
)
@pytest.mark.parametrize("more", ["", "onodera", "ONODERA", "ｏｎｏｄｅｒａ", "Aoi Onodera", "aoionod"])
def test_a_name_is_found_however_it_is_typed(typed: str, more: str) -> None:
    assert finds(f"{typed} {more}", "小野寺 葵", "おのでら あおい", "Aoi Onodera")


@pytest.mark.parametrize("typed", ["小野田", "おのだ", "onoda", "aoid", "あおいお", "野小", "!!!", ""])
def test_another_name_is_not_found(typed: str) -> None:
    assert not finds(typed, "小野寺 葵", "おのでら あおい", "Aoi Onodera")


@pytest.mark.parametrize("typed", ["ohno", "ono", "oono", "junpei", "jumpei", "zyunpei"])
def test_the_spellings_of_one_sound_are_the_same(typed: str) -> None:
    assert finds(typed, "大野 純平", "おおの じゅんぺい")


@pytest.mark.parametrize("typed", ["s", "sh", "sho", "shou", "syou", "shō", "shoichi", "shouiti"])
def test_half_a_spelling_finds_as_well(typed: str) -> None:
    assert finds(typed, "和田 章一", "わだ しょういち")


def test_a_family_that_writes_an_old_character_is_found_by_the_plain_one() -> None:
    assert finds("渡辺", "渡邊 実", "わたなべ みのる")
    assert finds("渡邉", "渡辺 実", "わたなべ みのる")


def test_a_name_without_a_reading_is_still_found_by_how_it_is_probably_read() -> None:
    assert finds("たなか", "田中 実")
    assert finds("tanaka", "田中 実")


def test_a_name_in_latin_letters_is_found_without_its_accents() -> None:
    assert finds("jose", "Díaz José")
