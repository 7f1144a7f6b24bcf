"""What no password may be, beside what is short or usual: what whoever knows where it is used tries first."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_SIGNS = 5
LONGEST_UNIT = 6
"""What is only written again and again, up to this length, is as easy as once."""
MOST_IN_ROW = 0.75
FEWEST_BESIDE_NAMES = 6
SHORTEST_NAME = 3
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
_STEPS = {pair for row in ROWS for one, other in pairwise(row) for pair in (one + other, other + one)}
_NAMES = ("family_name", "given_name", "family_romaji", "given_romaji", "family_kana", "given_kana", "email")


class GuessablePasswordValidator:
    def validate(self, password: str, user: Any = None) -> None:
        text = password.casefold()
        if len(set(text)) < FEWEST_SIGNS or _is_repeated(text):
            raise ValidationError(
                _("It is the same few signs again and again, so it is soon guessed."), code="repeated"
            )
        if _runs_along_rows(text):
            raise ValidationError(_("It runs along the keyboard or the alphabet, so it is soon guessed."), code="row")
        if _is_made_of_names(text, user):
            raise ValidationError(
                _("It is little more than a name: yours, your organization's or Aizuchi's."), code="names"
            )

    def get_help_text(self) -> str:
        return _("Neither names nor the same few signs again and again.")


def _is_repeated(text: str) -> bool:
    return any(text == (text[:unit] * len(text))[: len(text)] for unit in range(1, LONGEST_UNIT + 1))


def _runs_along_rows(text: str) -> bool:
    pairs = [one + other for one, other in pairwise(text)]
    return sum(pair in _STEPS for pair in pairs) > MOST_IN_ROW * len(pairs)


def _is_made_of_names(text: str, user: Any) -> bool:
    beside = text
    for name in sorted(_list_names(user), key=len, reverse=True):
        beside = beside.replace(name, "")
    return beside != text and len(beside) < FEWEST_BESIDE_NAMES


def _list_names(user: Any) -> Iterator[str]:
    organization = getattr(user, "organization", None)
    told = ["aizuchi", "あいづち", *(str(getattr(user, name, "") or "") for name in _NAMES)]
    told += [str(getattr(organization, name, "") or "") for name in ("name", "name_en")]
    for said in told:
        folded = said.casefold()
        for word in (folded, *folded.replace("@", " ").replace(".", " ").split()):
            if len(word) >= SHORTEST_NAME:
                yield word
