"""Finding a name however it is written: 小野寺, おのでら, オノデラ, ｵﾉﾃﾞﾗ, onodera, ONODERA, 渡邊 for 渡辺.

A name and what somebody types are folded in the same way, so that a look-up is a plain "contains".
"""

import re
import unicodedata
from functools import cache
from typing import Any

import jaconv

from aizuchi.people.models import Person

# Forms of one character that families use and keyboards do not offer first.
_PLAIN_KANJI = str.maketrans(
    "髙﨑嵜碕德邉邊齋齊斎澤濱濵櫻廣國惠眞嶋嶌冨龍舘增瀨渕淵曾穗榮圓塚",
    "高崎崎崎徳辺辺斉斉斉沢浜浜桜広国恵真島島富竜館増瀬淵淵曽穂栄円塚",
)

# Hepburn, Kunrei and passport spellings of one sound; each pair also holds for the half-typed beginning of it.
_ROMAJI = (
    (re.compile(r"[^a-z0-9]"), ""),
    (re.compile(r"sh|sy"), "s"),
    (re.compile(r"tch|ch|ty|ts"), "t"),
    (re.compile(r"jy|zy|dz|j"), "z"),
    (re.compile(r"f"), "h"),
    (re.compile(r"m(?=[bpm])"), "n"),
    (re.compile(r"oh(?![aeiouy])|ou|oo"), "o"),
    (re.compile(r"uu"), "u"),
)


def refresh_search_text(person: Person) -> None:
    """To be called by every operation that sets a name, before it saves."""
    person.search_text = make_search_text(
        family_name=person.family_name,
        given_name=person.given_name,
        family_kana=person.family_kana,
        given_kana=person.given_kana,
        family_romaji=person.family_romaji,
        given_romaji=person.given_romaji,
    )


def make_search_text(
    *, family_name: str, given_name: str, family_kana: str, given_kana: str, family_romaji: str, given_romaji: str
) -> str:
    """One line per way of writing the name. Line ends keep a search from matching across two of them."""
    family_kana = family_kana or _guess_reading(family_name)
    given_kana = given_kana or _guess_reading(given_name)
    lines = [
        _fold_script(family_name + given_name),
        _fold_script(family_kana + given_kana),
        *(_fold_romaji(family + given) for family, given in _spell(family_kana, given_kana)),
        _fold_romaji(family_romaji + given_romaji),
        _fold_romaji(given_romaji + family_romaji),
    ]
    return "\n".join(dict.fromkeys(line for line in lines if line))


def fold_query(typed: str) -> list[str]:
    """The words somebody typed, each of which a name must contain."""
    return [folded for word in unicodedata.normalize("NFKC", typed).split() if (folded := _fold_word(word))]


def _fold_word(word: str) -> str:
    return _fold_romaji(word) if _without_accents(word).isascii() else _fold_script(word)


def _fold_script(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN_KANJI)
    return re.sub(r"[\s\x00-\x1f]+", "", jaconv.kata2hira(plain))


def _fold_romaji(text: str) -> str:
    # ō and é are o and e to whoever types them
    folded = _without_accents(text).encode("ascii", "ignore").decode().lower()
    for pattern, replacement in _ROMAJI:
        folded = pattern.sub(replacement, folded)
    return folded


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _spell(family_kana: str, given_kana: str) -> list[tuple[str, str]]:
    family, given = (jaconv.kana2alphabet(_fold_script(kana)) for kana in (family_kana, given_kana))
    return [(family, given), (given, family)]


def _guess_reading(name: str) -> str:
    if not name or name.isascii():
        return ""
    return "".join(part["hira"] for part in _reader().convert(name))


@cache
def _reader() -> Any:
    from pykakasi import kakasi  # its dictionary takes a second to load, and most names come with a reading

    return kakasi()  # type: ignore[no-untyped-call]
