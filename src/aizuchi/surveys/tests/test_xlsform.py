import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook
from pyxform.xls2json_backends import md_table_to_workbook

from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import Understood
from aizuchi.surveys.exchange.workbooks import LIMITS
from aizuchi.surveys.exchange.xlsform import read_xlsform
from aizuchi.surveys.structure import (
    Choice,
    Demand,
    Fault,
    FaultKind,
    Kind,
    Operator,
    SurveyQuestion,
    Words,
    list_faults,
)
from aizuchi.surveys.structure.definition import MOST_CHOICES, MOST_QUESTIONS
from aizuchi.surveys.tests.definitions import all_of, any_of, when

BOTH = """
| survey   |                  |         |                     |                      |          |
|          | type             | name    | label::Japanese (ja)| label::English (en)  | required |
|          | begin group      | work    | 仕事のこと           | About work           |          |
|          | select_one agree | load    | 仕事の量はちょうどよい | My workload is right | yes      |
|          | select_multiple why or_other | why | どんなところが      | In what way          |          |
|          | end group        |         |                     |                      |          |
|          | text             | more    | ほかにあれば         | Anything else        |          |
| choices  |                  |         |                     |                      |
|          | list_name        | name    | label::Japanese (ja)| label::English (en)  |
|          | agree            | 1       | そう思わない          | No                   |
|          | agree            | 2       | そう思う             | Yes                  |
|          | why              | late    | 遅くなる             | It gets late         |
|          | why              | much    | 多い                | There is much        |
| settings |                  |
|          | form_title       |
|          | 六月の調査        |
"""


def workbook(table: str) -> bytes:
    out = io.BytesIO()
    md_table_to_workbook(table).save(out)
    return out.getvalue()


def read(table: str) -> Understood:
    return read_xlsform(workbook(table), title="six.xlsx")


def refused(raw: bytes) -> list[Remark]:
    with pytest.raises(FileRefused) as caught:
        read_xlsform(raw, title="six.xlsx")
    return caught.value.remarks


def survey(*rows: str, columns: str = "type | name | label") -> Understood:
    lines = "\n".join(f"| | {row} |" for row in (columns, *rows))
    choices = "\n".join(f"| | five | {one} | {one} |" for one in range(1, 6))
    return read(f"| survey |\n{lines}\n| choices |\n| | list_name | name | label |\n{choices}\n")


def find(understood: Understood, code: str) -> SurveyQuestion:
    question = understood.definition.find(code)
    assert question is not None
    return question


def test_a_form_in_both_languages_is_kept_whole() -> None:
    understood = read(BOTH)

    assert understood.remarks == []
    assert list_faults(understood.definition) == [Fault(FaultKind.LANGUAGE_MISSING, detail="ja")]  # of its title
    work, after = understood.definition.sections
    assert (work.title, after.title) == (Words(ja="仕事のこと", en="About work"), Words())
    load, why = work.questions
    assert load.words == Words(ja="仕事の量はちょうどよい", en="My workload is right")
    assert load.demand == Demand.REQUIRED
    assert load.choices[1] == Choice("2", Words(ja="そう思う", en="Yes"))
    assert (why.kind, why.takes_other) == (Kind.MULTIPLE, True)
    assert [one.code for one in after.questions] == ["more"]
    assert understood.definition.title == Words(en="六月の調査")


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("select_one five | one | One |", Kind.SINGLE),
        ("select one from five | one | One |", Kind.SINGLE),
        ("select_one five | one | One | likert", Kind.SCALE),
        ("rank five | one | One |", Kind.RANKING),
        ("decimal | one | One |", Kind.NUMBER),
        ("date | one | One |", Kind.DATE),
        ("text | one | One |", Kind.SHORT_TEXT),
        ("text | one | One | multiline", Kind.LONG_TEXT),
        ("note | one | One |", Kind.INFORMATION),
    ],
)
def test_each_type_becomes_a_kind(row: str, kind: Kind) -> None:
    understood = survey(row, columns="type | name | label | appearance")

    assert find(understood, "one").kind == kind
    assert understood.remarks == []


def test_a_range_is_a_scale_where_it_has_few_steps() -> None:
    understood = survey(
        "range | ten | Ten | start=0 end=10 step=1",
        "range | few | Few | start=1 end=7 step=1",
        "range | many | Many | start=0 end=100 step=5",
        "select_one five | mixed | Mixed | randomize=true, seed=3",
        columns="type | name | label | parameters",
    )

    assert find(understood, "ten").kind == Kind.ZERO_TO_TEN
    assert [one.code for one in find(understood, "few").choices] == list("1234567")
    many = find(understood, "many")
    assert (many.kind, many.least, many.most) == (Kind.NUMBER, Decimal(0), Decimal(100))
    assert find(understood, "mixed").in_random_order
    assert understood.remarks == [
        Remark(RemarkKind.LIMIT_LEFT_OUT, "survey:4", "step=5"),
        Remark(RemarkKind.PART_LEFT_OUT, "survey:5", "seed=3"),
    ]


@pytest.mark.parametrize(
    ("formula", "condition"),
    [
        ("${load} = '2'", when("load", Operator.IS, "2")),
        ("'2' = ${load}", when("load", Operator.IS, "2")),
        ("${load} >= 4", any_of([when("load", Operator.IS, "4"), when("load", Operator.IS, "5")])),
        ("4 < ${load}", when("load", Operator.IS, "5")),
        ("${step} <= 2", when("step", Operator.AT_MOST, "2")),
        ("${years} > 1.5", when("years", Operator.MORE_THAN, Decimal("1.5"))),
        ("selected(${why}, '3')", when("why", Operator.INCLUDES, "3")),
        ("selected(${load}, '3')", when("load", Operator.IS, "3")),
        ("not(selected(${why}, '3'))", when("why", Operator.INCLUDES_NOT, "3")),
        ("${load} != ''", when("load", Operator.IS_ANSWERED)),
        ("string-length(${more}) > 0", when("more", Operator.IS_ANSWERED)),
        ("count-selected(${why}) = 0", when("why", Operator.IS_NOT_ANSWERED)),
        (
            "not(${years} > 2)",
            any_of([when("years", Operator.AT_MOST, Decimal(2)), when("years", Operator.IS_NOT_ANSWERED)]),
        ),
        (
            "(${load} = '1' or ${load} = '2')and ${years}<3",
            all_of(
                [
                    any_of([when("load", Operator.IS, "1"), when("load", Operator.IS, "2")]),
                    when("years", Operator.LESS_THAN, Decimal(3)),
                ]
            ),
        ),
    ],
)
def test_a_formula_becomes_a_condition(formula: str, condition: object) -> None:
    understood = conditional(formula)

    assert understood.remarks == []
    assert find(understood, "last").condition == condition


@pytest.mark.parametrize(
    "formula",
    [
        "${load} = ${step}",
        "${load} + 1 = 2",
        "${nobody} = '1'",
        "${last} = '1'",  # itself
        "${last-saved#load} = '1'",
        "${load} = '9'",  # not among its choices
        "${more} > 'a'",
        "regex(${more}, 'x')",
        "today() > ${years}",
        "${load} = '1' and",
        "(${load} = '1'",
        "${load}",
        "💐",
        "(" * 200 + "${load} = '1'" + ")" * 200,
        " and ".join(["${load} = '1'"] * 50),
        "${load} = '" + "1" * 100_000 + "'",
    ],
)
def test_a_formula_without_a_counterpart_is_told_in_its_row(formula: str) -> None:
    understood = conditional(formula)

    [remark] = understood.remarks
    assert (remark.kind, remark.place) == (RemarkKind.CONDITION_LEFT_OUT, "survey:7")
    assert remark.detail
    assert find(understood, "last").condition is None


def conditional(formula: str) -> Understood:
    return survey(
        "select_one five | load | Load | |",
        "select_one five | step | Step | likert |",
        "select_multiple five | why | Why | |",
        "decimal | years | Years | |",
        "text | more | More | |",
        f"text | last | Last | | {formula}",
        columns="type | name | label | appearance | relevant",
    )


def test_a_group_takes_its_condition_along_into_groups_in_it() -> None:
    understood = survey(
        "select_one five | load | Load |",
        "begin group | outer | Outer | ${load} = '1'",
        "text | first | First |",
        "begin repeat | inner | Inner | ${load} != '2'",
        "text | second | Second |",
        "end repeat | | |",
        "text | third | Third |",
        "end group | | |",
        columns="type | name | label | relevant",
    )

    outer, inner = when("load", Operator.IS, "1"), when("load", Operator.IS_NOT, "2")
    assert [section.condition for section in understood.definition.sections] == [
        None,
        outer,
        all_of([outer, inner]),
        outer,
    ]
    assert [section.title.en for section in understood.definition.sections] == ["", "Outer", "Inner", "Outer"]
    assert understood.remarks == [Remark(RemarkKind.ASKED_ONCE_ONLY, "survey:5")]


def test_the_limits_of_a_number_are_kept() -> None:
    understood = survey(
        "decimal | years | Years | . >= 0.5 and . <= 40",
        "integer | days | Days | . > 0",
        "decimal | odd | Odd | . > 0",
        columns="type | name | label | constraint",
    )

    assert (find(understood, "years").least, find(understood, "years").most) == (Decimal("0.5"), Decimal(40))
    assert find(understood, "days").least == 1
    assert understood.remarks == [
        Remark(RemarkKind.LIMIT_LEFT_OUT, "survey:3", "integer"),
        Remark(RemarkKind.LIMIT_LEFT_OUT, "survey:4", ". > 0"),
    ]


def test_what_cannot_be_kept_is_told_row_by_row() -> None:
    understood = read(
        """
| survey  |                   |          |               |                   |             |         |
|         | type              | name     | label         | label::French (fr)| calculation | default |
|         | geopoint          | where    | Where         |                   |             |         |
|         | select_one nobody | who      | Who           |                   |             |         |
|         | text              | 名前      | Dear ${who}   | Cher              |             | me      |
|         | text              | a.b      | A             |                   | 1 + 1       |         |
|         | text              | a_b      | B             |                   |             |         |
"""
    )

    assert [one.code for one in understood.definition.list_questions()] == ["question", "a_b", "a_b_2"]
    assert understood.remarks == [
        Remark(RemarkKind.QUESTION_LEFT_OUT, "survey:2", "where (geopoint)"),
        Remark(RemarkKind.QUESTION_LEFT_OUT, "survey:3", "who (select_one nobody)"),
        Remark(RemarkKind.CODE_CHANGED, "survey:4", "名前 → question"),
        Remark(RemarkKind.REFERENCE_STAYS, "survey:4", "${who}"),
        Remark(RemarkKind.PART_LEFT_OUT, "survey:4", "default"),
        Remark(RemarkKind.CODE_CHANGED, "survey:5", "a.b → a_b"),
        Remark(RemarkKind.PART_LEFT_OUT, "survey:5", "calculate"),
        Remark(RemarkKind.CODE_CHANGED, "survey:6", "a_b → a_b_2"),
        Remark(RemarkKind.LANGUAGE_LEFT_OUT, detail="French (fr)"),
    ]


def test_words_without_a_language_are_taken_for_what_they_are_written_in() -> None:
    understood = survey("text | one | 仕事の量は？")

    assert find(understood, "one").words == Words(ja="仕事の量は？")
    assert understood.definition.title == Words(ja="six.xlsx")


def test_duplicate_choices_and_the_sixty_first_are_told() -> None:
    choices = "\n".join(f"| | many | c{number} | {number} |" for number in (1, *range(1, MOST_CHOICES + 1)))

    understood = read(
        f"| survey |\n| | type | name | label |\n| | select_one many | one | One |\n"
        f"| choices |\n| | list_name | name | label |\n{choices}\n"
    )

    assert understood.remarks == [
        Remark(RemarkKind.CODE_CHANGED, "choices:3", "c1 → c1_2"),
        Remark(RemarkKind.CHOICES_LEFT_OUT, f"choices:{MOST_CHOICES + 2}", f"c{MOST_CHOICES}"),
    ]
    assert len(find(understood, "one").choices) == MOST_CHOICES


def test_a_long_text_and_an_emoji_are_kept() -> None:
    understood = survey("text | one | " + "長い" * 5000 + "💐")

    assert find(understood, "one").words.ja == "長い" * 5000 + "💐"


def test_too_many_questions_are_refused() -> None:
    rows = "\n".join(f"| | text | q{number} | Q |" for number in range(MOST_QUESTIONS + 1))

    assert refused(workbook(f"| survey |\n| | type | name | label |\n{rows}\n")) == [
        Remark(RemarkKind.TOO_MUCH, "survey")
    ]


def test_ten_thousand_rows_are_refused_before_they_are_understood() -> None:
    rows = "\n".join(f"| | text | q{number} | Q |" for number in range(10_000))

    assert refused(workbook(f"| survey |\n| | type | name | label |\n{rows}\n")) == [
        Remark(RemarkKind.TOO_MUCH, "survey")
    ]


def repacked(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(BOTH))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", RemarkKind.NOT_READABLE),
        (b"\x00\x01\x02", RemarkKind.NOT_READABLE),
        (workbook(BOTH)[:2000], RemarkKind.NOT_READABLE),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, RemarkKind.OLD_WORKBOOK),
        (b"a" * (LIMITS.size + 1), RemarkKind.TOO_MUCH),
        (b"PK\x03\x04" + b"a" * LIMITS.size, RemarkKind.TOO_MUCH),
        (repacked("xl/vbaProject.bin", b"macro"), RemarkKind.MACROS),
        (repacked("xl/big.bin", b"0" * 10_000_000), RemarkKind.TOO_MUCH),
        (repacked("xl/workbook.xml", ENTITIES), RemarkKind.NOT_READABLE),
        (repacked("xl/worksheets/sheet1.xml", b"<a>" * 100 + b"</a>" * 100), RemarkKind.TOO_MUCH),
        (b"survey,,\n,type,name\n,geopoint,here\n", RemarkKind.NO_SURVEY),
        ("これは調査ではありません。".encode(), RemarkKind.NOT_READABLE),
    ],
)
def test_what_is_no_form_is_refused(raw: bytes, kind: RemarkKind) -> None:
    assert refused(raw)[0].kind == kind


def test_a_workbook_of_something_else_has_no_questions() -> None:
    book = Workbook()
    book.active.append(["name", "age"])
    book.active.append(["佐藤", 40])
    out = io.BytesIO()
    book.save(out)

    assert refused(out.getvalue())[0].kind == RemarkKind.NO_SURVEY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_a_form_as_csv_is_read_in_the_letters_it_was_written_in(encoding: str) -> None:
    raw = "survey,,,\n,type,name,label\n,text,one,仕事の量について教えてください\n".encode(encoding)

    understood = read_xlsform(raw, title="form.csv")

    assert find(understood, "one").words.ja == "仕事の量について教えてください"
