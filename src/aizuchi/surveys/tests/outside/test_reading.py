"""Tables as tools write them: what their columns are taken for, and what is read of them."""

import datetime
import io
from fractions import Fraction

import pytest
from openpyxl import Workbook

from aizuchi.surveys.exchange.remarks import FileRefused, RemarkKind
from aizuchi.surveys.outside.cells import NotUnderstood, read_count, read_day, read_share, split_count
from aizuchi.surveys.outside.mapping import Mapping, Measure, Role, RowsAre, name_columns, sign_of
from aizuchi.surveys.outside.presets import guess_mapping
from aizuchi.surveys.outside.questions import define_answered, find_choice
from aizuchi.surveys.outside.reading import LineFaultKind, read_answers_of_tool
from aizuchi.surveys.outside.tables import MOST_COLUMNS, TableRow, read_rows
from aizuchi.surveys.structure import Kind

U, N, V, Q, D, P, S = Role.UNIT, Role.COUNT, Role.VALUE, Role.QUESTION, Role.DATE, Role.PERSON, Role.SKIP

# name of the tool, table, what its columns are, what a line is, lines with names
TABLES = [
    (
        "Google Forms",
        "タイムスタンプ,部署,仕事は楽しいですか\n2026/04/01 9:00:00,営業部,4\n",
        [D, U, V],
        RowsAre.PEOPLE,
        1,
    ),
    (
        "Microsoft Forms",
        "ID,Start time,Completion time,Email,Name,Mood\n1,4/1/2026 9:00,4/1/2026 9:01,a@b.example,A,Good;\n",
        [S, S, D, P, S, V],
        RowsAre.PEOPLE,
        1,
    ),
    (
        "LimeSurvey",
        '"id. Response ID","submitdate. Date submitted","lastpage. Last page","G01Q01. Mood"\n1,2026-04-01 09:00,1,4\n',
        [S, D, S, V],
        RowsAre.PEOPLE,
        1,
    ),
    ("Culture Amp", "Question,Overall (40),Sales (12)\nI am proud,70%,60%\n", [Q, V, V], RowsAre.GROUPS, 1),
    ("Wevox", "グループ,回答者数,職務,理念戦略\n営業部,12,70,65\n", [U, N, V, V], RowsAre.GROUPS, 1),
    (
        "カオナビ",
        "所属グループ,実施日,回答者数,設問,平均点\nミナモ/営業部,2026-04-01,12,楽しい,3.5\n",
        [U, D, N, Q, V],
        RowsAre.GROUPS,
        1,
    ),
    ("", "部署,楽しい,,学べる,\n,n,好意的,n,好意的\n営業部,12,50%,11,40%\n", [U, N, V, N, V], RowsAre.GROUPS, 2),
]


@pytest.mark.parametrize(("tool", "table", "roles", "rows_are", "header_rows"), TABLES)
def test_columns_are_known_by_their_names(
    tool: str, table: str, roles: list[Role], rows_are: RowsAre, header_rows: int
) -> None:
    guess = guess_mapping(read_rows(table.encode()))

    assert (guess.tool, list(guess.mapping.roles)) == (tool, roles)
    assert (guess.mapping.rows_are, guess.mapping.header_rows) == (rows_are, header_rows)


def read(table: str, mapping: Mapping | None = None) -> list[tuple[tuple[str, ...], str, int, Fraction]]:
    rows = read_rows(table.encode())
    found = read_answers_of_tool(rows, mapping or guess_mapping(rows).mapping)
    assert found.faults == []
    return [(one.unit, one.question, one.people, one.favourable) for one in found.numbers]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, [((), "I am proud", 40, Fraction(7, 10)), (("Sales",), "I am proud", 12, Fraction(6, 10))]),
        (4, [(("営業部",), "職務", 12, Fraction(7, 10)), (("営業部",), "理念戦略", 12, Fraction(65, 100))]),
        (5, [(("ミナモ", "営業部"), "楽しい", 12, Fraction(5, 8))]),
        (
            6,
            [
                (("営業部",), "楽しい / 好意的", 12, Fraction(1, 2)),
                (("営業部",), "学べる / 好意的", 11, Fraction(2, 5)),
            ],
        ),
    ],
)
def test_wide_and_long_tables_tell_the_same_things(
    number: int, expected: list[tuple[tuple[str, ...], str, int, Fraction]]
) -> None:
    assert read(TABLES[number][1]) == expected


def test_a_workbook_in_any_letters_reads_like_a_csv() -> None:
    book = Workbook()
    for row in [["グループ", "回答者数", "職務"], ["営業部", 12, 70.5]]:
        book.active.append(row)
    book.save(out := io.BytesIO())
    table = "グループ,回答者数,職務\n営業部,12,70.5\n"

    assert read_rows(out.getvalue()) == read_rows(table.encode()) == read_rows(table.encode("cp932"))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", RemarkKind.NOT_READABLE),
        (b"one line only\n", RemarkKind.NO_ROWS),
        (b"PK\x03\x04 is no archive", RemarkKind.NOT_READABLE),
        (b"\xd0\xcf\x11\xe0 an old workbook", RemarkKind.OLD_WORKBOOK),
        (b"a" + b",a" * MOST_COLUMNS + b"\n1\n", RemarkKind.TABLE_TOO_LARGE),
        (b"a,b\n" * 600_000, RemarkKind.TABLE_TOO_LARGE),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, kind: RemarkKind) -> None:
    with pytest.raises(FileRefused) as refused:
        read_rows(raw)

    assert refused.value.remarks[0].kind == kind


def test_a_line_that_is_not_understood_is_told_and_the_others_are_read() -> None:
    lines = ["グループ,回答者数,設問,スコア", "営業部,12,楽しい,70", "人事部,,楽しい,60", "開発部,x,楽しい,60"]
    table = "\n".join([*lines, "総務部,8,楽しい,高い", "法務部,8,,60", "経理部,3,楽しい,-"])
    rows = read_rows(table.encode())
    found = read_answers_of_tool(rows, Mapping((U, N, Q, V), RowsAre.GROUPS, Measure.OF_HUNDRED))

    assert [one.unit for one in found.numbers] == [("営業部",)]
    assert [(one.line, one.kind) for one in found.faults] == [
        (3, LineFaultKind.NO_COUNT),
        (4, LineFaultKind.NOT_A_COUNT),
        (5, LineFaultKind.NOT_A_NUMBER),
        (6, LineFaultKind.NO_QUESTION),
    ]


def test_somebody_who_answered_twice_counts_once() -> None:
    rows = read_rows("社員番号,楽しい\nA1,4\nA2,3\na1,2\nA1,5\n".encode())
    found = read_answers_of_tool(rows, Mapping((P, V), RowsAre.PEOPLE))

    assert {one.person.upper(): one.answers["楽しい"] for one in found.people}["A1"] == "5"
    assert [one.kind for one in found.faults] == [LineFaultKind.TWICE] * 2
    assert len(found.people) == 2


@pytest.mark.parametrize(
    ("answers", "kind", "given", "code"),
    [
        (["4", "5", "1"], Kind.SCALE, "4.0", "4"),
        (["0", "10", "7"], Kind.ZERO_TO_TEN, "7", "7"),
        (["はい", "いいえ", "はい", "いいえ"], Kind.SINGLE, "はい", None),
        (["a;b;", "b;"], Kind.MULTIPLE, "a;b;", None),
        (["忙しすぎます", "とくにありません"], Kind.LONG_TEXT, "忙しすぎます", "忙しすぎます"),
    ],
)
def test_what_kind_a_question_is_follows_from_its_answers(
    answers: list[str], kind: Kind, given: str, code: str | None
) -> None:
    question = next(define_answered("a", {"q": ""}, {"q": answers}).list_questions())

    assert question.kind == kind
    found = find_choice(question, given)
    assert found == code if code else found


def test_usual_words_are_steps_in_their_order() -> None:
    answers = ["そう思う", "まったくそう思わない", "どちらともいえない"]
    question = next(define_answered("a", {"q": ""}, {"q": answers}).list_questions())

    assert question.kind == Kind.SCALE
    codes = [one.code for one in question.choices]
    assert [codes.index(str(find_choice(question, one))) for one in answers] == [3, 0, 2]


@pytest.mark.parametrize("cell", ["", "高い", "101", "-1", "1e3", "120%", "٣ or so", "9" * 30])
def test_what_is_no_number_is_none(cell: str) -> None:
    with pytest.raises(NotUnderstood):
        read_share(cell, Measure.SHARE)


def test_numbers_and_days_are_read_as_tools_write_them() -> None:
    assert read_share("６２％", Measure.OF_FIVE) == read_share("0.62", Measure.SHARE) == Fraction(62, 100)
    assert (read_count("1,024名"), read_count("n=12"), split_count("営業部（25）")) == (1024, 12, ("営業部", 25))
    assert read_day("2026年4月") == datetime.date(2026, 4, 1)
    assert read_day("4/2/2026 10:00:00 AM") == datetime.date(2026, 4, 2)


def test_a_table_is_known_again_however_many_answered() -> None:
    first, second = (name_columns([TableRow(1, ["Question", f"Sales ({count})"])], 1) for count in (12, 40))

    assert sign_of(first) == sign_of(second) != sign_of(["Question", "Personnel (12)"])
