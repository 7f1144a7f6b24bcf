"""What a new password may be, and how its field behaves."""

import pytest
from tests.cast import Cast

from aizuchi.accounts.forms.password import FirstPasswordForm


@pytest.mark.parametrize(
    "password",
    [
        "nodigitsnosigns",
        "8530271946583",
        "!?!?#$%&'()=",
        "今日も静かに耳を傾けたい朝",
        "a  b  c  d  e  f",
        "長い文" + "とても" * 40,
    ],
)
def test_any_signs_will_do(cast: Cast, password: str) -> None:
    form = FirstPasswordForm({"password": password}, person=cast.member)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["password"] == password


def test_64_and_more_are_taken_whole(cast: Cast) -> None:
    long = "".join(chr(33 + number * 37 % 89) for number in range(200))
    cast.member.set_password(long)

    assert FirstPasswordForm({"password": long}, person=cast.member).is_valid()
    assert cast.member.check_password(long)
    assert not cast.member.check_password(long[:-1])


def test_what_is_too_long_is_refused_and_not_cut(cast: Cast) -> None:
    assert not FirstPasswordForm({"password": "x9" * 101}, person=cast.member).is_valid()


@pytest.mark.parametrize("password", ["123456789", "password123", "1234567890"])
def test_what_is_short_or_usual_is_not(cast: Cast, password: str) -> None:
    assert not FirstPasswordForm({"password": password}, person=cast.member).is_valid()


def test_the_field_hides_what_is_typed_and_helps_password_managers(cast: Cast) -> None:
    field = str(FirstPasswordForm(person=cast.member)["password"])

    assert 'type="password"' in field
    assert 'autocomplete="new-password"' in field
    assert "paste" not in field


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("aaaaaaaaaaaa", "同じ文字"),
        ("abababababab", "同じ文字"),
        ("tomatotomato", "同じ文字"),
        ("ああああああああああああ", "同じ文字"),
        ("qwertyuiop12", "並び"),
        ("abcdefghijkl", "並び"),
        ("1qaz2wsx3edc", "並び"),
        ("0987654321qw", "並び"),
        ("Aizuchi2026!", "名前"),
        ("株式会社ミナモ精機2026", "名前"),
    ],
)
def test_what_is_guessed_first_is_refused_by_a_sentence_that_says_why(cast: Cast, password: str, why: str) -> None:
    form = FirstPasswordForm({"password": password}, person=cast.member)

    assert not form.is_valid()
    assert why in str(form.errors["password"])
