"""The columns a file may have, under the names people give them, and how a cell of each is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.canonical import canonical, canonical_address
from aizuchi.people.importing.cells import BadCell, plain
from aizuchi.people.importing.dates import Order, read_date, read_end
from aizuchi.people.models import Employment


@dataclass(frozen=True, kw_only=True)
class ImportColumn:
    key: str
    label: Promise | str
    names: tuple[str, ...]
    read: Callable[..., Any]
    is_required: bool = False
    is_date: bool = False
    may_repeat: bool = False
    only_fills: bool = False
    """Read where the other column of the same key is empty."""

    def read_cell(self, cell: str, order: Order = "") -> Any:
        return self.read(cell, order=order) if self.is_date else self.read(cell)


_is_email = EmailValidator()
_YES = {"1", "yes", "y", "true", "○", "◯", "〇", "はい", "有", "x", "✓", "部門長"}
_NO = {"", "0", "no", "n", "false", "×", "いいえ", "無", "-"}
Kind = Employment.Kind
# The four kinds under every name that is told by many, and companies' own names that come close to one of them.
_KINDS = {
    "": Kind.PERMANENT, "other": Kind.OTHER, "そのほか": Kind.OTHER,
    "正社員": Kind.PERMANENT, "社員": Kind.PERMANENT, "契約社員": Kind.CONTRACT,
    "契約": Kind.CONTRACT,
    "パート・アルバイト": Kind.PART_TIME, "派遣社員": Kind.DISPATCHED, "派遣": Kind.DISPATCHED,
    "permanent": Kind.PERMANENT, "full-time": Kind.PERMANENT, "full time": Kind.PERMANENT, "regular": Kind.PERMANENT,
    "employee": Kind.PERMANENT, "contract": Kind.CONTRACT, "fixed term": Kind.CONTRACT, "fixed-term": Kind.CONTRACT,
    "part-time": Kind.PART_TIME, "part time": Kind.PART_TIME, "part_time": Kind.PART_TIME,
    "dispatched": Kind.DISPATCHED,
}  # fmt: skip
_OWN_KINDS = {
    "正規": Kind.PERMANENT, "正職員": Kind.PERMANENT, "限定正社員": Kind.PERMANENT, "無期契約": Kind.PERMANENT,
    "嘱託": Kind.CONTRACT, "嘱託社員": Kind.CONTRACT, "再雇用": Kind.CONTRACT, "定年再雇用": Kind.CONTRACT,
    "準社員": Kind.CONTRACT, "有期契約": Kind.CONTRACT, "contractor": Kind.CONTRACT, "temporary": Kind.CONTRACT,
    "パート": Kind.PART_TIME, "パートタイマー": Kind.PART_TIME, "アルバイト": Kind.PART_TIME,
    "intern": Kind.PART_TIME,
    "派遣スタッフ": Kind.DISPATCHED, "agency": Kind.DISPATCHED,
}  # fmt: skip
_STATES = {
    "": "", "在職中": "here", "在職": "here", "在籍": "here", "在籍中": "here", "休職中": "here", "休職": "here",
    "育休中": "here", "産休中": "here", "active": "here", "on leave": "here", "onboarding": "here", "yes": "here",
    "退職済み": "left", "退職": "left", "退職者": "left", "退社": "left", "離職": "left", "inactive": "left",
    "terminated": "left", "left": "left", "no": "left",
}  # fmt: skip
_LANGUAGES = {"ja": "ja", "日本語": "ja", "japanese": "ja", "en": "en", "英語": "en", "english": "en"}


def is_state_of_leavers(cell: str) -> bool:
    """退職済み, terminated; a bare yes or no says nothing in a column of which nobody knows what it asks."""
    text = plain(cell).casefold()
    return text != "no" and _STATES.get(text) == "left"


def _text(limit: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = canonical(cell)
        if len(text) > limit:
            raise BadCell("too_long", length=len(text), limit=limit)
        return text

    return read


def _code(limit: int) -> Callable[[str], str]:
    read = _text(limit)
    return lambda cell: read(plain(cell))


def _email(cell: str) -> str | None:
    address = canonical_address(cell)
    if not address:
        return None
    try:
        _is_email(address)
    except ValidationError as error:
        raise BadCell("email", value=address) from error
    return _text(254)(address)


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


def _kind(cell: str) -> tuple[str, str]:
    """The nearest kind, and the company's own name for it where that is another."""
    text = " ".join(plain(cell).split())
    if len(text) > 40:
        raise BadCell("too_long", length=len(text), limit=40)
    folded = text.casefold()
    if folded in _KINDS:
        return _KINDS[folded], ""
    return _OWN_KINDS.get(folded, Kind.OTHER), text


def _state(cell: str) -> str:
    text = plain(cell).casefold()
    if text not in _STATES:
        raise BadCell("choice", value=cell.strip()[:40], choices=", ".join(filter(None, _STATES)))
    return _STATES[text]


def _supervisor(cell: str) -> str:
    """A number, or an address in small letters, or a name."""
    text = _text(254)(plain(cell))
    if text in ("-", "なし"):
        return ""
    return text.lower() if "@" in text else text


def _post(cell: str) -> bool:
    """Whether this line is a post beside the main one."""
    text = plain(cell).casefold()
    if text in {"主務", "主", "本務", "main", "primary"}:
        return False
    return text in {"兼務", "兼", "副", "secondary"} or _yes_or_no(cell)


def _paths(cell: str) -> tuple[tuple[str, ...], ...]:
    """Several units, separated by semicolons."""
    parts = re.split(r"[;；\n]", cell)
    return tuple(dict.fromkeys(path for part in parts if part.strip() not in ("", "-") and (path := read_path(part))))


_SEPARATORS = ("/", "／", ">", "＞")


def read_path(cell: str) -> tuple[str, ...]:
    """開発本部/制御ソフト課 from the root down. Where / parts the path, ／ belongs to a name; after \\ so does any."""
    if not cell.strip():
        return ()
    separator = next((sign for sign in _SEPARATORS if re.search(rf"(?<!\\){sign}", cell)), "/")
    parts = tuple(canonical(re.sub(r"\\([/／>＞\\])", r"\1", part)) for part in re.split(rf"(?<!\\){separator}", cell))
    if not all(parts):
        raise BadCell("unit_path", value=cell.strip()[:80])
    for part in parts:
        _text(120)(part)
    return parts


def write_path(path: tuple[str, ...]) -> str:
    """What `read_path` reads as this path again."""
    return "/".join(re.sub(r"([/／>＞\\])", r"\\\1", part) for part in path)


COLUMNS = (
    ImportColumn(
        key="employee_number",
        label=_("Employee number"),
        names=(
            "社員番号", "employee number", "従業員番号", "社員コード", "社員no", "社員no.", "従業員コード",
            "職員番号", "スタッフコード",
            "employee id", "worker id", "employee no", "employee no.", "employee #", "number", "personnel number",
            "personalnummer",
        ),
        read=_code(40),
        is_required=True,
    ),
    ImportColumn(
        key="family_name",
        label=_("Family name"),
        names=("姓", "氏", "苗字", "名字", "last name", "surname", "legal name - last name", "nachname"),
        read=_text(60),
    ),
    ImportColumn(
        key="given_name",
        label=_("Given name"),
        names=("名", "first name", "legal name - first name", "vorname"),
        read=_text(60),
    ),
    ImportColumn(
        key="full_name",
        label=_("Full name"),
        names=(
            "氏名", "姓名", "名前", "社員名", "従業員名", "社員氏名", "full name", "name", "employee name",
            "legal name", "worker",
            "last name, first name",
        ),
        read=_text(120),
    ),
    ImportColumn(
        key="family_kana",
        label=_("Family name in kana"),
        names=(
            "姓かな", "family name in kana", "姓カナ", "姓ふりがな", "姓フリガナ", "姓ヨミガナ", "姓よみがな",
            "せい", "セイ",
        ),
        read=_text(60),
    ),
    ImportColumn(
        key="given_kana",
        label=_("Given name in kana"),
        names=(
            "名かな", "given name in kana", "名カナ", "名ふりがな", "名フリガナ", "名ヨミガナ", "名よみがな",
            "めい", "メイ",
        ),
        read=_text(60),
    ),
    ImportColumn(
        key="full_kana",
        label=_("Full name in kana"),
        names=(
            "氏名かな", "氏名カナ", "フリガナ", "ふりがな", "カナ氏名", "カナ", "氏名フリガナ", "氏名ヨミガナ",
            "full name in kana",
        ),
        read=_text(120),
    ),
    ImportColumn(
        key="family_romaji",
        label=_("Family name in Latin letters"),
        names=("姓ローマ字", "姓英字", "姓英語", "family name in latin letters"),
        read=_text(60),
    ),
    ImportColumn(
        key="given_romaji",
        label=_("Given name in Latin letters"),
        names=("名ローマ字", "名英字", "名英語", "given name in latin letters"),
        read=_text(60),
    ),
    ImportColumn(
        key="email",
        label=_("Email"),
        names=(
            "メールアドレス", "メール", "会社メールアドレス", "社用メールアドレス", "e-mail", "mail", "work email",
            "email - work",
            "email - primary work", "email address", "primary work email",
        ),
        read=_email,
    ),
    ImportColumn(
        key="unit",
        label=_("Unit"),
        names=(
            "部署", "所属", "部署名", "部門", "部門名", "所属部署", "所属部門", "所属名", "部署1", "主務部署",
            "department",
            "supervisory organization", "organization", "team", "abteilung",
        ),
        read=read_path,
    ),
    ImportColumn(
        key="unit_en",
        label=_("Unit in English"),
        names=("部署英語", "所属英語", "部署名英語", "unit in english"),
        read=read_path,
    ),
    ImportColumn(
        key="unit_code",
        label=_("Unit code"),
        names=("部署コード", "所属コード", "部門コード", "department code"),
        read=_code(40),
    ),
    ImportColumn(
        key="is_head",
        label=_("Head of the unit"),
        names=("部門長", "所属長", "head", "head of the unit"),
        read=_yes_or_no,
    ),
    ImportColumn(
        key="other_units",
        label=_("Other units"),
        names=(
            "兼務部署", "兼務先", "兼務所属", "concurrent posts",
            *(f"部署{number}" for number in range(2, 11)), *(f"兼務部署{number}" for number in range(1, 11)),
        ),
        read=_paths,
        may_repeat=True,
    ),
    ImportColumn(
        key="is_other_post",
        label=_("A post beside the main one"),
        names=(
            "a post beside the main one", "兼務", "主務兼務", "本務兼務", "兼務区分", "兼務フラグ",
            "is concurrent",
        ),
        read=_post,
    ),
    ImportColumn(
        key="title",
        label=_("Title"),
        names=(
            "役職", "役職名", "役職1", "肩書", "肩書き", "職位", "position", "job title", "business title",
            "positionstitel",
        ),
        read=_text(80),
    ),
    ImportColumn(
        key="title_en", label=_("Title in English"), names=("役職英語", "肩書英語", "title in english"), read=_text(80)
    ),
    ImportColumn(
        key="grade",
        label=_("Grade"),
        names=("等級", "グレード", "job level", "management level"),
        read=_text(40),
    ),
    ImportColumn(
        key="site",
        label=_("Site"),
        names=("勤務地", "拠点", "事業所", "勤務先", "location", "office", "work location"),
        read=_text(80),
    ),
    ImportColumn(
        key="kind",
        label=_("Kind of work"),
        names=(
            "雇用区分", "雇用形態", "社員区分", "従業員区分", "契約種別", "kind of work", "employment type",
            "worker type",
            "employment status", "time type",
        ),
        read=_kind,
    ),
    ImportColumn(
        key="supervisor",
        label=_("Supervisor's employee number"),
        names=(
            "上司の社員番号", "上司社員番号", "上司", "上司番号", "上司コード", "上長", "直属上長", "直属上司",
            "上長社員番号",
            "直属上長社員番号", "上司メール", "上司メールアドレス", "上司のメールアドレス", "上司名", "上司氏名",
            "supervisor's employee number", "supervisor number", "manager", "manager id", "manager employee id",
            "supervisor id", "supervisor", "manager email", "supervisor email", "supervisor's email", "reporting to",
            "reports to", "reports to email", "manager name", "supervisor name", "vorgesetzter",
        ),
        read=_supervisor,
    ),
    ImportColumn(
        key="joined_on",
        label=_("Joined"),
        names=(
            "入社日", "入社年月日", "入社", "採用日", "採用年月日", "joined", "start date", "hire date",
            "original hire date",
            "date of joining", "eintrittsdatum",
        ),
        read=read_date,
        is_date=True,
    ),
    ImportColumn(
        key="left_on",
        label=_("Last day"),
        names=(
            "退職日", "退職年月日", "最終出社日", "離職日", "退社日", "last day", "left", "end date",
            "termination date",
            "last day of work", "last working day", "leaving date", "exit date", "austrittsdatum",
        ),
        read=read_end,
        is_date=True,
    ),
    ImportColumn(
        key="status",
        label=_("Still here or not"),
        names=(
            "在籍状況", "在職状況", "在籍区分", "在籍ステータス", "退職区分", "still here or not", "status",
            "active status", "employee status",
        ),
        read=_state,
    ),
    ImportColumn(
        key="language",
        label=_("Language"),
        names=("言語", "表示言語", "使用言語"),
        read=_choice(_LANGUAGES, ""),
    ),
)  # fmt: skip
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
EMPLOYMENT_KEYS = ("kind", "kind_name", "title", "title_en", "grade", "site")


def fold_name(name: str) -> str:
    """姓（かな）, 姓 かな and 姓かな are one name; so are Family name and family_name."""
    return re.sub(r"[\s_()\[\]【】・:：'’\".,#-]", "", unicodedata.normalize("NFKC", name).casefold())


BY_NAME = {fold_name(name): column for column in COLUMNS for name in (column.key, *column.names)}
