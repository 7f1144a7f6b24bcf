"""Two texts that look the same are the same, and nothing that cannot be seen is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aizuchi.kernel.canonical import canonical, canonical_address, canonical_password

INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\u3164\ufeff\uffa0\U000e0041"


@given(st.text())
def test_it_is_composed_on_one_line_and_shows_all_it_has(text: str) -> None:
    said = canonical(text)

    assert said == unicodedata.normalize("NFC", said) == " ".join(said.split())
    assert not {unicodedata.category(sign) for sign in said.replace("\u200d", "")} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(st.text())
def test_what_is_canonical_stays_as_it_is(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert canonical_address(canonical_address(text)) == canonical_address(text)


@pytest.mark.parametrize("sign", INVISIBLE)
def test_signs_that_cannot_be_seen_make_no_difference(sign: str) -> None:
    assert canonical(f"{sign}保守{sign}課{sign}") == "保守課"


@pytest.mark.parametrize(
    ("one", "other"),
    [("東〜西", "東～西"), ("ガラス", "ガラス"), ("第一\u3000営業部", " 第一 営業部\u00a0"), ("Mao", "\u202eMao")],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("name", ["葛󠄀城", "髙﨑", "👩‍💻 仕事", "1️⃣", "Zoë", "ﾊﾝｶｸ", "\ue000"])
def test_forms_that_people_choose_stay(name: str) -> None:
    assert canonical(name) == name


def test_an_address_is_the_same_in_any_width_and_case() -> None:
    assert canonical_address(" ａｏｉ＠Example.jp\u200b") == "aoi@example.jp"


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    typed = "Grüße\u3000ガラス"

    assert canonical_password(unicodedata.normalize("NFD", typed)) == canonical_password(typed) == "Grüße ガラス"
