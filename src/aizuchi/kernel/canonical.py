"""One form for whatever identifies: a name, a unit, a code, a mail address, a password as it was typed.

Two texts that look the same are the same text afterwards, and nothing in it is invisible. What people write for each
other is not touched by any of this: it identifies nobody.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.db import models

# What Shift_JIS files call by another code point than keyboards do; see JIS X 0208 and Microsoft's CP932.
_ONE_OF_TWO = str.maketrans({"\uff5e": "\u301c", "\u2225": "\u2016", "\uff0d": "\u2212", "\u2015": "\u2014"})
_JOINER, _FOR_EMOJI = "\u200d", "\ufe0f"
# Drawn as nothing, although Unicode counts them as letters or marks.
_BLANK_LETTERS = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SPACES = re.compile(r"\s+")
# Signs that are what they are in every form: printable ASCII, kana, the Han signs that no other stands for.
_PLAIN = re.compile("[ -~\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]*")


def canonical(text: str) -> str:
    """NFC, on one line, single spaces, without controls and signs that cannot be seen."""
    if _PLAIN.fullmatch(text):  # most cells of most files
        return " ".join(text.split())
    visible = drop_invisible(_SPACES.sub(" ", unicodedata.normalize("NFC", text)))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip().translate(_ONE_OF_TWO)


def canonical_code(text: str) -> str:
    """For what is typed from a list: width makes no difference either."""
    return canonical(text if text.isascii() else unicodedata.normalize("NFKC", text))


def canonical_address(text: str) -> str:
    """A mail address however it was cased and whatever width it was typed in."""
    return canonical_code(text).lower()


def canonical_password(text: str) -> str:
    """RFC 8265, OpaqueString: composed, and every space the plain one; nothing else is changed."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    return unicodedata.normalize("NFC", spaced)


def drop_invisible(text: str) -> str:
    return "".join(sign for place, sign in enumerate(text) if not _is_invisible(text, place))


def _is_invisible(text: str, place: int) -> bool:
    sign = text[place]
    if sign == _JOINER or "\ufe00" <= sign <= _FOR_EMOJI:
        return not _belongs_to_emoji(text, place)
    if "\U000e0100" <= sign <= "\U000e01ef":  # chooses the form of a character: 葛󠄀
        return place == 0 or not _is_han(text[place - 1])
    if sign in _BLANK_LETTERS or "\u180b" <= sign <= "\u180f":
        return True
    is_no_sign = ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"
    return is_no_sign or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _belongs_to_emoji(text: str, place: int) -> bool:
    before = text[place - 1] if place else ""
    after = text[place + 1 : place + 2]
    if text[place] == _JOINER:
        return _is_symbol(before) and _is_symbol(after)
    return _is_symbol(before) or before in "0123456789#*"


def _is_symbol(sign: str) -> bool:
    return bool(sign) and (sign == _FOR_EMOJI or unicodedata.category(sign) in {"So", "Sk"})


def _is_han(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("CJK ")


class _Canonical:
    """In writes and in look-ups alike; the row in hand shows what was written."""

    plain_column = "django.db.models.CharField"

    def to_python(self, value: Any) -> Any:
        return self.make_canonical(super().to_python(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        return self.make_canonical(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, row: Any, add: bool) -> Any:
        value = self.make_canonical(super().pre_save(row, add))  # type: ignore[misc]
        setattr(row, self.attname, value)  # type: ignore[attr-defined]
        return value

    def deconstruct(self) -> Any:
        """To the database it is a plain column: making one canonical needs no migration."""
        name, _path, options, more = super().deconstruct()  # type: ignore[misc]
        return name, self.plain_column, options, more

    def make_canonical(self, value: Any) -> Any:
        return canonical(value) if isinstance(value, str) else value


class LineField(_Canonical, models.CharField[str, str]):
    """A name or another short text by which people recognise something."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": LineFormField, **options})


class CodeField(LineField):
    def make_canonical(self, value: Any) -> Any:
        return canonical_code(value) if isinstance(value, str) else value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": CodeFormField, **options})


class AddressField(_Canonical, models.EmailField[str, str]):
    plain_column = "django.db.models.EmailField"

    def make_canonical(self, value: Any) -> Any:
        return canonical_address(value) if isinstance(value, str) else value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": AddressFormField, **options})


class LineFormField(forms.CharField):
    """As long as it is once nothing invisible is left of it, and empty if that was all."""

    def to_python(self, value: Any) -> str:
        return canonical(super().to_python(value) or "")


class CodeFormField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return canonical_code(super().to_python(value) or "")


class AddressFormField(forms.EmailField):
    def to_python(self, value: Any) -> str:
        return canonical_address(super().to_python(value) or "")
