"""A pack file, read with suspicion: whatever is wrong is said with its place, and nothing of it is taken over."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aizuchi.hints.models import LONGEST_BODY, LONGEST_CREDIT, LONGEST_SITUATION, LONGEST_TITLE
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json

FORMAT, VERSION = "aizuchi-hints", 1
MOST_BYTES, MOST_HINTS, MOST_PROBLEMS = 1024 * 1024, 2000, 50
LIMITS = Limits(size=MOST_BYTES, depth=8, values=100 * MOST_HINTS)
LANGUAGES = ("ja", "en")
# English needs more letters for the same.
LONGEST = {
    "title": {"ja": LONGEST_TITLE, "en": LONGEST_TITLE * 2},
    "body": {"ja": LONGEST_BODY, "en": LONGEST_BODY * 2},
    "situation": {"ja": LONGEST_SITUATION, "en": LONGEST_SITUATION * 2},
    "author": {"ja": LONGEST_CREDIT, "en": LONGEST_CREDIT},
}
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class PackProblem:
    place: str
    """As in hints[3].body.ja, counted from the first hint as 1."""
    sentence: str


class PackRefused(Exception):
    """Nothing was imported."""

    def __init__(self, problems: list[PackProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class PackHint:
    key: str
    topic: str
    response: str
    words: Mapping[str, str]
    """title_ja, title_en, body_ja, ... as the columns of a hint are called."""
    credit_ja: str
    credit_en: str


@dataclass(frozen=True, kw_only=True)
class Pack:
    key: str
    edition: str
    title_ja: str
    title_en: str
    licence: str
    hints: tuple[PackHint, ...]


def read_pack(content: bytes) -> Pack:
    """Raises PackRefused with everything that is wrong, up to a limit."""
    return _Reader().read(_load(content))


def _load(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise PackRefused([PackProblem("", _("The file is larger than 1 MB. Please split it."))])
    try:
        return read_json(content.decode("utf-8-sig"), LIMITS, lets_odd_signs_in=True)
    except UnicodeDecodeError as error:
        raise PackRefused([PackProblem("", _("The file isn't UTF-8 text."))]) from error
    except (TooMuch, NotReadable) as error:
        why = error.__cause__
        place = f"{why.lineno}:{why.colno}" if isinstance(why, json.JSONDecodeError) else ""
        raise PackRefused([PackProblem(place, _("The file isn't readable as JSON here."))]) from error


class _Reader:
    """Walks through the file and collects what is wrong."""

    def __init__(self) -> None:
        self.problems: list[PackProblem] = []
        self.keys: set[str] = set()

    def read(self, data: Any) -> Pack:
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise PackRefused([PackProblem("format", _("This isn't a pack of hints."))])
        if data.get("version") != VERSION:
            raise PackRefused([PackProblem("version", _("This Aizuchi reads version 1 of the format only."))])
        head = self._object(data.get("pack"), "pack")
        rows = data.get("hints")
        if not isinstance(rows, list) or not rows:
            raise PackRefused([PackProblem("hints", _("There are no hints in it."))])
        if len(rows) > MOST_HINTS:
            raise PackRefused([PackProblem("hints", _("More than 2,000 hints in one file. Please split it."))])
        author = self._texts(head.get("author", {}), "author", "pack.author")
        title = self._texts(head.get("title", {}), "title", "pack.title")
        pack = Pack(
            key=self._key(head.get("id"), "pack.id"),
            edition=self._line(head.get("edition", ""), "pack.edition", 40),
            title_ja=title["ja"],
            title_en=title["en"],
            licence=self._line(head.get("licence", ""), "pack.licence", 80),
            hints=tuple(self._hint(row, f"hints[{place}]", author) for place, row in enumerate(rows, start=1)),
        )
        if self.problems:
            raise PackRefused(self.problems[:MOST_PROBLEMS])
        return pack

    def _hint(self, data: Any, place: str, author: Mapping[str, str]) -> PackHint:
        row = self._object(data, place)
        said = {
            part: self._texts(row.get(part, {}), part, f"{place}.{part}") for part in ("title", "body", "situation")
        }
        if row and not any(said["body"].values()):
            self._complain(f"{place}.body", _("A hint needs words, in Japanese or in English."))
        credit = self._texts(row["author"], "author", f"{place}.author") if "author" in row else author
        return PackHint(
            key=self._own_key(row.get("id"), f"{place}.id"),
            topic=self._key(row.get("topic"), f"{place}.topic"),
            response=self._key(row.get("response"), f"{place}.response"),
            words={f"{part}_{language}": said[part][language] for part in said for language in LANGUAGES},
            credit_ja=credit["ja"],
            credit_en=credit["en"],
        )

    def _own_key(self, value: Any, place: str) -> str:
        key = self._key(value, place)
        if key and key in self.keys:
            self._complain(place, _("Another hint of this file has the same id."))
        self.keys.add(key)
        return key

    def _key(self, value: Any, place: str) -> str:
        if isinstance(value, str) and _KEY.fullmatch(value):
            return value
        self._complain(place, _("This has to be 1 to 80 letters, digits, dots, hyphens or underscores."))
        return ""

    def _texts(self, value: Any, part: str, place: str) -> dict[str, str]:
        texts = self._object(value, place)
        return {
            language: self._text(
                texts.get(language, ""), f"{place}.{language}", LONGEST[part][language], part == "body"
            )
            for language in LANGUAGES
        }

    def _line(self, value: Any, place: str, longest: int) -> str:
        return self._text(value, place, longest, False)

    def _text(self, value: Any, place: str, longest: int, may_break: bool) -> str:
        if not isinstance(value, str):
            self._complain(place, _("Words are expected here."))
            return ""
        text = clean(value, may_break=may_break)
        if len(text) > longest:
            self._complain(place, _("Longer than %(longest)d characters.") % {"longest": longest})
        return text

    def _object(self, value: Any, place: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self._complain(place, _("This has to be an object with names and values."))
        return {}

    def _complain(self, place: str, sentence: str) -> None:
        self.problems.append(PackProblem(place, sentence))


def clean(text: str, *, may_break: bool) -> str:
    """Without invisible signs: those that turn the direction of writing make a text say what it doesn't."""
    kept = (sign for sign in unicodedata.normalize("NFC", text) if sign == "\n" or unicodedata.category(sign)[0] != "C")
    joined = "".join(kept)
    lines = [" ".join(line.split()) for line in joined.splitlines()]
    return "\n".join(lines).strip() if may_break else " ".join(lines).strip()
