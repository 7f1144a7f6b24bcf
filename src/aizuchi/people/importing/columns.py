"""The columns a file may have, under the names people give them, and how a cell of each is read."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.people.models import Employment


class BadCell(ValueError):
    """A cell that cannot be what its column says."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason, self.details = reason, details


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str
    label: Promise | str
    names: tuple[str, ...]
    read: Callable[[str], Any]
    is_required: bool = False


_is_email = EmailValidator()
_DATES = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]0?0:00(?::00)?)?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_YES = {"1", "yes", "y", "true", "○", "◯", "〇", "はい", "有", "x", "✓", "部門長"}
_NO = {"", "0", "no", "n", "false", "×", "いいえ", "無", "-"}
_KINDS = {
    "正社員": Employment.Kind.PERMANENT,
    "社員": Employment.Kind.PERMANENT,
    "契約社員": Employment.Kind.CONTRACT,
    "契約": Employment.Kind.CONTRACT,
    "パート": Employment.Kind.PART_TIME,
    "アルバイト": Employment.Kind.PART_TIME,
    "パート・アルバイト": Employment.Kind.PART_TIME,
    "派遣": Employment.Kind.DISPATCHED,
    "派遣社員": Employment.Kind.DISPATCHED,
    "permanent": Employment.Kind.PERMANENT,
    "contract": Employment.Kind.CONTRACT,
    "part-time": Employment.Kind.PART_TIME,
    "part_time": Employment.Kind.PART_TIME,
    "dispatched": Employment.Kind.DISPATCHED,
}
_LANGUAGES = {"ja": "ja", "日本語": "ja", "japanese": "ja", "en": "en", "英語": "en", "english": "en"}


def plain(text: str) -> str:
    """Width and surrounding spaces make no difference to codes, dates and choices."""
    return unicodedata.normalize("NFKC", text).strip()


def _text(limit: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = " ".join(cell.split())
        if len(text) > limit:
            raise BadCell("too_long", length=len(text), limit=limit)
        return text

    return read


def _code(limit: int) -> Callable[[str], str]:
    read = _text(limit)
    return lambda cell: read(plain(cell))


def _email(cell: str) -> str | None:
    address = plain(cell).lower()
    if not address:
        return None
    try:
        _is_email(address)
    except ValidationError as error:
        raise BadCell("email", value=address) from error
    return _text(254)(address)


def read_date(cell: str) -> datetime.date | None:
    text = plain(cell)
    if not text:
        return None
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            try:
                return datetime.date(*map(int, found.groups()))
            except ValueError:
                break
    raise BadCell("date", value=text[:40])


def _choice(choices: Mapping[str, str], default: str | None = None) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = plain(cell).casefold()
        if not text and default is not None:
            return default
        if text not in choices:
            raise BadCell("choice", value=cell.strip()[:40], choices=", ".join(choices))
        return choices[text]

    return read


def _yes_or_no(cell: str) -> bool:
    text = plain(cell).casefold()
    if text in _YES or cell.strip() in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell("choice", value=cell.strip()[:40], choices="1, 0")


def _paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """Several units, separated by semicolons."""
    parts = re.split(r"[;；]", cell)
    return tuple(dict.fromkeys(path for part in parts if (path := read_path(part))))


def read_path(cell: str) -> tuple[str, ...]:
    """開発本部/制御ソフト課 from the root down."""
    if not cell.strip():
        return ()
    parts = tuple(" ".join(part.split()) for part in re.split(r"[/／>＞]", cell))
    if not all(parts):
        raise BadCell("unit_path", value=cell.strip()[:80])
    for part in parts:
        _text(120)(part)
    return parts


COLUMNS = (
    Column(
        key="employee_number",
        label=_("Employee number"),
        names=("社員番号", "employee number", "従業員番号", "社員コード", "社員no", "employee id", "number"),
        read=_code(40),
        is_required=True,
    ),
    Column(
        key="family_name",
        label=_("Family name"),
        names=("姓", "氏", "苗字", "名字", "last name", "surname"),
        read=_text(60),
        is_required=True,
    ),
    Column(key="given_name", label=_("Given name"), names=("名", "first name"), read=_text(60), is_required=True),
    Column(
        key="family_kana",
        label=_("Family name in kana"),
        names=("姓かな", "family name in kana", "姓カナ", "姓ふりがな", "姓フリガナ", "せい", "セイ"),
        read=_text(60),
    ),
    Column(
        key="given_kana",
        label=_("Given name in kana"),
        names=("名かな", "given name in kana", "名カナ", "名ふりがな", "名フリガナ", "めい", "メイ"),
        read=_text(60),
    ),
    Column(
        key="family_romaji",
        label=_("Family name in Latin letters"),
        names=("姓ローマ字", "姓英字", "姓英語", "family name in latin letters"),
        read=_text(60),
    ),
    Column(
        key="given_romaji",
        label=_("Given name in Latin letters"),
        names=("名ローマ字", "名英字", "名英語", "given name in latin letters"),
        read=_text(60),
    ),
    Column(key="email", label=_("Email"), names=("メールアドレス", "メール", "e-mail", "mail"), read=_email),
    Column(key="unit", label=_("Unit"), names=("部署", "所属", "部署名", "department"), read=read_path),
    Column(
        key="unit_en",
        label=_("Unit in English"),
        names=("部署英語", "所属英語", "部署名英語", "unit in english"),
        read=read_path,
    ),
    Column(
        key="unit_code", label=_("Unit code"), names=("部署コード", "所属コード", "department code"), read=_code(40)
    ),
    Column(
        key="is_head",
        label=_("Head of the unit"),
        names=("部門長", "所属長", "head", "head of the unit"),
        read=_yes_or_no,
    ),
    Column(
        key="other_units", label=_("Other units"), names=("兼務部署", "兼務", "兼務先", "concurrent posts"), read=_paths
    ),
    Column(key="title", label=_("Title"), names=("役職", "肩書", "肩書き", "position"), read=_text(80)),
    Column(
        key="title_en", label=_("Title in English"), names=("役職英語", "肩書英語", "title in english"), read=_text(80)
    ),
    Column(key="grade", label=_("Grade"), names=("等級", "グレード"), read=_text(40)),
    Column(key="site", label=_("Site"), names=("勤務地", "拠点", "事業所", "location", "office"), read=_text(80)),
    Column(
        key="kind",
        label=_("Kind of work"),
        names=("雇用区分", "雇用形態", "kind of work", "employment type"),
        read=_choice(_KINDS, Employment.Kind.PERMANENT),
    ),
    Column(
        key="supervisor",
        label=_("Supervisor's employee number"),
        names=(
            "上司の社員番号",
            "上司社員番号",
            "上司",
            "上司番号",
            "supervisor's employee number",
            "supervisor number",
            "manager",
        ),
        read=_code(40),
    ),
    Column(
        key="joined_on",
        label=_("Joined"),
        names=("入社日", "入社年月日", "joined", "start date", "hire date"),
        read=read_date,
    ),
    Column(
        key="left_on",
        label=_("Last day"),
        names=("退職日", "退職年月日", "last day", "left", "end date"),
        read=read_date,
    ),
    Column(
        key="language",
        label=_("Language"),
        names=("言語", "表示言語", "使用言語"),
        read=_choice(_LANGUAGES, ""),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
PERSON_KEYS = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "family_romaji",
    "given_romaji",
    "email",
    "joined_on",
    "language",
)
EMPLOYMENT_KEYS = ("kind", "title", "title_en", "grade", "site")


def fold_name(name: str) -> str:
    """姓（かな）, 姓 かな and 姓かな are one name; so are Family name and family_name."""
    return re.sub(r"[\s_()\[\]【】・:：'’\"-]", "", unicodedata.normalize("NFKC", name).casefold())


BY_NAME = {fold_name(name): column for column in COLUMNS for name in (column.key, *column.names)}
