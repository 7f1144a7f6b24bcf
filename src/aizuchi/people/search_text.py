"""One spelling for every way of typing a name: 小野寺, おのでら, オノデラ, ｵﾉﾃﾞﾗ, Onodera."""

import unicodedata

import jaconv

from aizuchi.people.models import Person


def fold(text: str) -> str:
    """What is compared: width, case, kana script and spaces make no difference."""
    plain = jaconv.kata2hira(unicodedata.normalize("NFKC", text).casefold())
    return "".join(plain.split())


def search_text_of(person: Person) -> str:
    """Folded spellings with spaces between them, each findable from any of its letters on."""
    kana = fold(person.family_kana), fold(person.given_kana)
    romaji = fold(person.family_romaji), fold(person.given_romaji)
    by_ear = jaconv.kana2alphabet(kana[0]), jaconv.kana2alphabet(kana[1])
    spellings = [
        fold(person.family_name + person.given_name),
        fold(person.given_name + person.family_name),
        kana[0] + kana[1],
        romaji[0] + romaji[1],
        romaji[1] + romaji[0],
        by_ear[0] + by_ear[1],
        by_ear[1] + by_ear[0],
    ]
    return " ".join(dict.fromkeys(spelling for spelling in spellings if spelling))
