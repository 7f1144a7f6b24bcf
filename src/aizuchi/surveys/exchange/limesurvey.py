"""Surveys and single questions of LimeSurvey (`.lss`, `.lsg`, `.lsq`), kept as far as there is a counterpart here.

What is left out is told by the code of its question. Facts about the format only; nothing of its code is used.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from html import unescape

from django.utils.html import strip_tags

from aizuchi.surveys.exchange.comparing import Named, NotKept
from aizuchi.surveys.exchange.limesurvey_formulas import read_conditions, read_equation
from aizuchi.surveys.exchange.limesurvey_tables import Row, Tables, Texts, read_tables
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import Understood, finish, fit_code
from aizuchi.surveys.structure import Choice, Condition, Definition, Demand, Kind, Section, SurveyQuestion, Words
from aizuchi.surveys.structure.definition import MOST_CHOICES, MOST_QUESTIONS, OTHER

_KINDS = {
    "L": Kind.SINGLE, "!": Kind.SINGLE, "O": Kind.SINGLE, "G": Kind.SINGLE, "Y": Kind.SINGLE,
    "M": Kind.MULTIPLE, "P": Kind.MULTIPLE,
    "F": Kind.MATRIX, "H": Kind.MATRIX, "A": Kind.MATRIX, "B": Kind.MATRIX, "C": Kind.MATRIX, "E": Kind.MATRIX,
    "5": Kind.SCALE, "R": Kind.RANKING, "N": Kind.NUMBER, "D": Kind.DATE,
    "S": Kind.SHORT_TEXT, "T": Kind.LONG_TEXT, "U": Kind.LONG_TEXT, "X": Kind.INFORMATION,
}  # fmt: skip
_GIVEN = {
    "5": [(str(step), str(step), str(step)) for step in range(1, 6)],
    "A": [(str(step), str(step), str(step)) for step in range(1, 6)],
    "B": [(str(step), str(step), str(step)) for step in range(1, 11)],
    "C": [("Y", "はい", "Yes"), ("U", "どちらともいえない", "Uncertain"), ("N", "いいえ", "No")],
    "E": [("I", "増えた", "Increase"), ("S", "同じ", "Same"), ("D", "減った", "Decrease")],
    "G": [("F", "女性", "Female"), ("M", "男性", "Male")],
    "Y": [("Y", "はい", "Yes"), ("N", "いいえ", "No")],
}
"""Steps and choices that a type has of itself."""
_COMMENTED = {"O", "P"}
_DEMANDS = {"Y": Demand.REQUIRED, "S": Demand.ASKED_ONCE}
_TOLD_ATTRIBUTES = {
    "hidden", "other_replace_text", "other_comment_mandatory", "exclude_all_others", "array_filter",
    "array_filter_exclude", "min_answers", "max_answers", "em_validation_q", "em_validation_sq", "maximum_chars",
    "num_value_int_only", "date_min", "date_max", "prefix", "suffix", "random_group", "other_numbers_only",
}  # fmt: skip
"""Those that change what is asked or what can be answered; how it looks is ours to say."""
_UNTOLD = {"", "0", "N"}
_TABLES_LEFT_OUT = ("quota", "assessments", "defaultvalues", "survey_url_parameters")
_PLAIN_TAGS = re.compile(r"</?(?:p|br|span|div)\b[^>]*>", re.I)
_BREAK = re.compile(r"<br\s*/?>|</p>", re.I)
_ANY_TAG = re.compile(r"<[A-Za-z/][^>]*>")
_REFERENCE = re.compile(r"\{[^{}]+\}")
MOST_READ = 1000
"""Questions or groups, also of those that are left out."""
_NO_CONDITION = {"", "1"}


@dataclass(frozen=True, slots=True)
class _Listed:
    choices: tuple[Choice, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)
    """Theirs, and ours."""


class _Reading:
    """The file, and what was found on the way through it."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.languages = _our_languages(tables)
        self._told: dict[Remark, None] = {}
        self.names: dict[str, Named] = {}
        self.codes: set[str] = set()
        self.words_by_gid = tables.texts("group", "group_name", "gid")
        self.words_by_qid = tables.texts("question", "question", "qid")
        self.help_by_qid = tables.texts("question", "help", "qid")
        self.words_by_aid = tables.texts("answer", "answer", "aid")
        self.parts = tables.group("subquestions", "question_order")
        self.answers = tables.group("answers", "sortorder")
        self.attributes = tables.group("question_attributes")
        self.conditions = tables.group("conditions", "cid")

    @property
    def remarks(self) -> list[Remark]:
        return list(self._told)

    def tell(self, kind: RemarkKind, place: str, detail: str = "") -> None:
        """Once, though both languages may have it."""
        self._told[Remark(kind, place, detail)] = None

    def words(self, texts: Texts, place: str) -> Words:
        found = {ours: self._plain(texts[theirs], place) for theirs, ours in self.languages.items() if theirs in texts}
        return Words(**found)

    def code(self, name: str, taken: set[str], place: str, *, usual: str) -> str:
        code = fit_code(name, taken, usual=usual)
        taken.add(code)
        if code != name:
            self.tell(RemarkKind.CODE_CHANGED, place, f"{name} → {code}")
        return code

    def _plain(self, text: str, place: str) -> str:
        if _ANY_TAG.search(_PLAIN_TAGS.sub("", text)):
            self.tell(RemarkKind.MARKUP_LEFT_OUT, place)
        if references := _REFERENCE.findall(text):
            self.tell(RemarkKind.REFERENCE_STAYS, place, ", ".join(dict.fromkeys(references)))
        return "\n".join(filter(None, map(str.strip, unescape(strip_tags(_BREAK.sub("\n", text))).splitlines())))


def read_limesurvey(raw: bytes, *, title: str) -> Understood:
    """`title` is for a file that has none. Raises FileRefused."""
    tables = read_tables(raw)
    if any(len(tables.rows_of(table)) > MOST_READ for table in ("questions", "groups")):
        raise FileRefused([Remark(RemarkKind.TOO_MUCH)])
    reading = _Reading(tables)
    sections = _read_sections(reading)
    if not reading.codes:
        raise FileRefused([Remark(RemarkKind.NO_SURVEY), *reading.remarks])
    if len(reading.codes) > MOST_QUESTIONS:
        raise FileRefused([Remark(RemarkKind.TOO_MUCH)])
    _tell_languages(reading)
    for table in _TABLES_LEFT_OUT:
        if tables.rows.get(table):
            reading.tell(RemarkKind.PART_LEFT_OUT, "", table)
    return finish(_read_survey(reading, sections, title), reading.remarks)


def _our_languages(tables: Tables) -> dict[str, str]:
    """Theirs, and ours; `ja-informal` is Japanese too."""
    names = dict.fromkeys(
        [*tables.languages, *(row.get("language", "") for rows in tables.rows.values() for row in rows)]
    )
    return {name: name[:2] for name in names if re.fullmatch(r"(ja|en)(-.*)?", name)}


def _tell_languages(reading: _Reading) -> None:
    for name in reading.tables.languages:
        if name and name not in reading.languages:
            reading.tell(RemarkKind.LANGUAGE_LEFT_OUT, "", name)


def _read_survey(reading: _Reading, sections: tuple[Section, ...], title: str) -> Definition:
    settings = reading.tables.rows.get("surveys_languagesettings", [])

    def words(column: str) -> Words:
        texts = {row.get("surveyls_language", ""): row.get(f"surveyls_{column}", "") for row in settings}
        return reading.words(texts, "")

    heading = words("title")
    return Definition(
        title=heading if heading.ja or heading.en else Words(ja=title, en=title),
        opening=words("welcometext"),
        closing=words("endtext"),
        sections=sections,
    )


def _read_sections(reading: _Reading) -> tuple[Section, ...]:
    """A single question comes without its group."""
    questions = [row for row in reading.tables.rows_of("questions", "question_order") if _is_whole(row)]
    alone: list[Row] = [{"gid": row.get("gid", "")} for row in questions[:1]]
    groups = reading.tables.rows_of("groups", "group_order") or alone
    sections = [_read_section(reading, f"section_{place}", group, questions) for place, group in enumerate(groups, 1)]
    return tuple(section for section in sections if section.questions)


def _is_whole(row: Row) -> bool:
    return row.get("parent_qid", "") in _UNTOLD


def _read_section(reading: _Reading, code: str, group: Row, rows: list[Row]) -> Section:
    gid = group.get("gid", "")
    titles = reading.words_by_gid[gid]
    place = next(iter(titles.values()), "")
    if group.get("randomization_group"):
        reading.tell(RemarkKind.PART_LEFT_OUT, place, f"randomization_group={group['randomization_group']}")
    return Section(
        code=code,
        title=reading.words(titles, place),
        condition=_read_relevance(reading, place, group.get("grelevance", "")),
        questions=tuple(filter(None, (_read_question(reading, row) for row in rows if row.get("gid", "") == gid))),
    )


def _read_question(reading: _Reading, row: Row) -> SurveyQuestion | None:
    name, qid, kind = row.get("title", ""), row.get("qid", ""), _KINDS.get(row.get("type", ""))
    if kind is None:
        reading.tell(RemarkKind.QUESTION_LEFT_OUT, name, f"{name} ({row.get('type', '')})")
        return None
    choices = _read_choices(reading, row, kind)
    rows = _read_parts(reading, row) if kind == Kind.MATRIX else _Listed()
    takes_other = row.get("other") == "Y" and kind in {Kind.SINGLE, Kind.MULTIPLE}
    question = SurveyQuestion(
        code=reading.code(name, reading.codes, name, usual="question"),
        kind=kind,
        words=reading.words(reading.words_by_qid[qid], name),
        explanation=reading.words(reading.help_by_qid[qid], name),
        choices=choices.choices,
        rows=rows.choices,
        takes_other=takes_other,
        demand=Demand.FREE if kind == Kind.INFORMATION else _DEMANDS.get(row.get("mandatory", ""), Demand.FREE),
        condition=_read_condition(reading, row),
    )
    question = _read_attributes(reading, row, question)
    codes = {**choices.codes, "-oth-": OTHER} if takes_other else choices.codes
    _name(reading, row, Named(question, codes), rows.codes if kind == Kind.MATRIX else choices.codes)
    if row.get("type") in _COMMENTED:
        reading.tell(RemarkKind.PART_LEFT_OUT, name, "comment")
    if row.get("preg"):
        reading.tell(RemarkKind.LIMIT_LEFT_OUT, name, row["preg"])
    return question


def _name(reading: _Reading, row: Row, named: Named, parts: Mapping[str, str]) -> None:
    """As equations and as conditions call it: `Q1`, `Q1_SQ001`, `1X2X3`, `1X2X3SQ001`."""
    title = row.get("title", "")
    numbers = f"{row.get('sid', '')}X{row.get('gid', '')}X{row.get('qid', '')}"
    for name in (title, numbers):
        reading.names.setdefault(name, named)
    if named.question.kind not in {Kind.MULTIPLE, Kind.MATRIX}:
        return
    for theirs, code in parts.items():
        for name in (f"{title}_{theirs}", f"{numbers}{theirs}"):
            reading.names.setdefault(name, replace(named, part=code))


def _read_choices(reading: _Reading, row: Row, kind: Kind) -> _Listed:
    answers = reading.answers.get(row.get("qid", ""), [])
    if given := _GIVEN.get(row.get("type", "")):
        choices = tuple(Choice(code, Words(ja=ja, en=en)) for code, ja, en in given)
        return _Listed(choices, {choice.code: choice.code for choice in choices})
    if kind == Kind.MULTIPLE or (kind == Kind.RANKING and not answers):
        return _read_parts(reading, row)
    if kind not in {Kind.SINGLE, Kind.MATRIX, Kind.RANKING}:
        return _Listed()
    return _list(reading, row, [(one["code"], reading.words_by_aid[one["aid"]]) for one in answers])


def _read_parts(reading: _Reading, row: Row) -> _Listed:
    parts = reading.parts.get(row.get("qid", ""), [])
    return _list(reading, row, [(one.get("title", ""), reading.words_by_qid[one.get("qid", "")]) for one in parts])


def _list(reading: _Reading, row: Row, listed: list[tuple[str, Texts]]) -> _Listed:
    place = row.get("title", "")
    taken = {OTHER} if row.get("other") == "Y" else set()
    choices: list[Choice] = []
    codes: dict[str, str] = {}
    for name, texts in listed[:MOST_CHOICES]:
        code = reading.code(name, taken, place, usual="choice")
        codes.setdefault(name, code)
        choices.append(Choice(code, reading.words(texts, place)))
    if left := listed[MOST_CHOICES:]:
        reading.tell(RemarkKind.CHOICES_LEFT_OUT, place, ", ".join(name for name, _ in left))
    return _Listed(tuple(choices), codes)


def _read_condition(reading: _Reading, row: Row) -> Condition | None:
    """Newer versions write the table of conditions and an equation that says the same."""
    place, rows = row.get("title", ""), reading.conditions.get(row.get("qid", ""))
    if not rows:
        return _read_relevance(reading, place, row.get("relevance", ""))
    try:
        return read_conditions(rows, reading.names)
    except NotKept:
        told = ", ".join(f"{one.get('cfieldname')} {one.get('method')} {one.get('value')}" for one in rows)
        reading.tell(RemarkKind.CONDITION_LEFT_OUT, place, told)
        return None


def _read_relevance(reading: _Reading, place: str, equation: str) -> Condition | None:
    if equation in _NO_CONDITION:
        return None
    try:
        return read_equation(equation, reading.names)
    except NotKept:
        reading.tell(RemarkKind.CONDITION_LEFT_OUT, place, equation)
        return None


def _read_attributes(reading: _Reading, row: Row, question: SurveyQuestion) -> SurveyQuestion:
    place = row.get("title", "")
    said = {one.get("attribute", ""): one.get("value", "") for one in reading.attributes.get(row.get("qid", ""), [])}
    for name in _TOLD_ATTRIBUTES & said.keys():
        if said[name] not in _UNTOLD:
            reading.tell(RemarkKind.PART_LEFT_OUT, place, f"{name}={said[name]}")
    is_random = said.get("random_order") == "1" or "random" in {said.get("answer_order"), said.get("subquestion_order")}
    question = replace(question, in_random_order=is_random and bool(question.choices))
    if question.kind != Kind.NUMBER:
        return question
    least, most = (_limit(reading, place, said.get(name, "")) for name in ("min_num_value_n", "max_num_value_n"))
    return replace(question, least=least, most=most)


def _limit(reading: _Reading, place: str, said: str) -> Decimal | None:
    if not said:
        return None
    try:
        number = Decimal(said)
    except InvalidOperation:
        reading.tell(RemarkKind.LIMIT_LEFT_OUT, place, said)
        return None
    return number if number.is_finite() else None
