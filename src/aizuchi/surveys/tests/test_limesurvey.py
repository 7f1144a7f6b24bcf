from decimal import Decimal

import pytest

from aizuchi.surveys.exchange.limesurvey import MOST_READ, read_limesurvey
from aizuchi.surveys.exchange.limesurvey_tables import LIMITS
from aizuchi.surveys.exchange.remarks import FileRefused, Remark, RemarkKind
from aizuchi.surveys.exchange.understood import Understood
from aizuchi.surveys.structure import Demand, Fault, FaultKind, Kind, Operator, SurveyQuestion, Words, list_faults
from aizuchi.surveys.tests.definitions import all_of, any_of, when
from aizuchi.surveys.tests.limesurvey_files import Lime, document, table


def read(lime: Lime) -> Understood:
    return read_limesurvey(lime.write(), title="six.lss")


def find(understood: Understood, code: str) -> SurveyQuestion:
    question = understood.definition.find(code)
    assert question is not None
    return question


def refused(raw: bytes) -> list[Remark]:
    with pytest.raises(FileRefused) as caught:
        read_limesurvey(raw, title="six.lss")
    return caught.value.remarks


def test_a_survey_in_both_languages_is_kept_whole() -> None:
    lime = Lime().group(1).group(2, grelevance='Load.NAOK == "A1"')
    lime.ask("Load", "L", answers="A1 A2", other="Y", mandatory="Y").ask(
        "Why", "M", parts="S1 S2", mandatory="S", gid=2
    )
    lime.add(
        "surveys_languagesettings",
        surveyls_language="ja",
        surveyls_title="六月",
        surveyls_welcometext="<p>ようこそ</p>",
    )

    understood = read(lime)

    assert understood.remarks == []
    assert list_faults(understood.definition) == [Fault(FaultKind.LANGUAGE_MISSING, detail="en")]  # of its title
    first, second = understood.definition.sections
    assert first.title == Words(ja="Group 1 ja", en="Group 1 en")
    assert second.condition == when("Load", Operator.IS, "A1")
    load, why = find(understood, "Load"), find(understood, "Why")
    assert (load.kind, load.demand, load.takes_other) == (Kind.SINGLE, Demand.REQUIRED, True)
    assert load.choices[0].words == Words(ja="answer A1 ja", en="answer A1 en")
    assert (why.kind, why.demand, [one.code for one in why.choices]) == (Kind.MULTIPLE, Demand.ASKED_ONCE, ["S1", "S2"])
    assert (understood.definition.title, understood.definition.opening) == (Words(ja="六月"), Words(ja="ようこそ"))


@pytest.mark.parametrize(
    ("type_", "kind", "choices", "rows"),
    [
        ("L", Kind.SINGLE, "A1 A2", ""), ("!", Kind.SINGLE, "A1 A2", ""), ("O", Kind.SINGLE, "A1 A2", ""),
        ("M", Kind.MULTIPLE, "S1 S2", ""), ("P", Kind.MULTIPLE, "S1 S2", ""),
        ("F", Kind.MATRIX, "A1 A2", "S1 S2"), ("H", Kind.MATRIX, "A1 A2", "S1 S2"),
        ("A", Kind.MATRIX, "1 2 3 4 5", "S1 S2"), ("B", Kind.MATRIX, "1 2 3 4 5 6 7 8 9 10", "S1 S2"),
        ("C", Kind.MATRIX, "Y U N", "S1 S2"), ("E", Kind.MATRIX, "I S D", "S1 S2"),
        ("5", Kind.SCALE, "1 2 3 4 5", ""), ("G", Kind.SINGLE, "F M", ""), ("Y", Kind.SINGLE, "Y N", ""),
        ("R", Kind.RANKING, "A1 A2", ""), ("N", Kind.NUMBER, "", ""), ("D", Kind.DATE, "", ""),
        ("S", Kind.SHORT_TEXT, "", ""), ("T", Kind.LONG_TEXT, "", ""), ("U", Kind.LONG_TEXT, "", ""),
        ("X", Kind.INFORMATION, "", ""),
    ],
)  # fmt: skip
def test_each_type_becomes_a_kind(type_: str, kind: Kind, choices: str, rows: str) -> None:
    understood = read(Lime().ask("One", type_, answers="A1 A2", parts="S1 S2"))

    one = find(understood, "One")
    assert (one.kind, [part.code for part in one.choices]) == (kind, choices.split())
    assert [part.code for part in one.rows] == rows.split()
    told = [Remark(RemarkKind.PART_LEFT_OUT, "One", "comment")] if type_ in {"O", "P"} else []
    assert understood.remarks == told


def asking(equation: str) -> Understood:
    lime = Lime().ask("Load", "L", answers="A1 A2 A3", other="Y").ask("Why", "M", parts="S1 S2")
    lime.ask("Grid", "F", answers="1 2 3", parts="R1 R2").ask("Five", "5").ask("Years", "N").ask("More", "T")
    return read(lime.ask("Last", "S", relevance=equation))


@pytest.mark.parametrize(
    ("equation", "condition"),
    [
        ('Load.NAOK == "A1"', when("Load", Operator.IS, "A1")),
        ('((Load.NAOK == "A1"))', when("Load", Operator.IS, "A1")),
        ('{Load == "-oth-"}', when("Load", Operator.IS, "other")),
        ("Load ne 'A1'", when("Load", Operator.IS_NOT, "A1")),
        ("is_empty(Load.NAOK)", when("Load", Operator.IS_NOT_ANSWERED)),
        ("!is_empty(More)", when("More", Operator.IS_ANSWERED)),
        ('Why_S1.NAOK == "Y"', when("Why", Operator.INCLUDES, "S1")),
        ('Why_S1.NAOK == ""', when("Why", Operator.INCLUDES_NOT, "S1")),
        ("7X1X20S2 == 'Y'", when("Why", Operator.INCLUDES, "S2")),
        ("Grid_R1 == 3", when("Grid", Operator.INCLUDES, "R1:3")),
        ("Grid_R2 > 2", when("Grid", Operator.INCLUDES, "R2:3")),
        ("Five.NAOK le 2", when("Five", Operator.AT_MOST, "2")),
        ("2 >= Five", when("Five", Operator.AT_MOST, "2")),
        ("Years.NAOK > 1.5", when("Years", Operator.MORE_THAN, Decimal("1.5"))),
        (
            'Load == "A1" and (Five < 3 || Years >= 10)',
            all_of(
                [
                    when("Load", Operator.IS, "A1"),
                    any_of([when("Five", Operator.LESS_THAN, "3"), when("Years", Operator.AT_LEAST, Decimal(10))]),
                ]
            ),
        ),
    ],
)
def test_an_equation_becomes_a_condition(equation: str, condition: object) -> None:
    understood = asking(equation)

    assert understood.remarks == []
    assert find(understood, "Last").condition == condition


@pytest.mark.parametrize(
    "equation",
    [
        "Load == Five",
        "sum(Years, 1) > 3",
        "Load.question == 'x'",
        "TOKEN:FIRSTNAME == 'x'",
        "Last == 'x'",
        "Load == 'A9'",
        "Load == 'A1' and",
        "regexMatch('/x/', More)",
        "💐",
        "!" * 500 + "is_empty(Load)",
        "(" * 500 + "Load == 'A1'" + ")" * 500,
        "Load == '" + "1" * 100_000 + "'",
    ],
)
def test_an_equation_without_a_counterpart_is_told_at_its_question(equation: str) -> None:
    understood = asking(equation)

    assert understood.remarks == [Remark(RemarkKind.CONDITION_LEFT_OUT, "Last", equation)]
    assert find(understood, "Last").condition is None


def test_the_table_of_conditions_joins_as_limesurvey_does() -> None:
    lime = Lime().ask("Load", "L", answers="A1 A2").ask("Why", "M", parts="S1 S2").ask("Last", "S", relevance="odd(1)")
    for scenario, cqid, name, method, value in [
        (1, 10, "7X1X10", "==", "A1"),
        (1, 10, "7X1X10", "==", "A2"),
        (1, 20, "+7X1X20S1", "==", "Y"),
        (2, 20, "7X1X20", "==", "S2"),
    ]:
        cid = len(lime.tables.get("conditions", []))
        lime.add(
            "conditions", cid=cid, qid=30, cqid=cqid, cfieldname=name, method=method, value=value, scenario=scenario
        )

    understood = read(lime)

    first = all_of(
        [
            any_of([when("Load", Operator.IS, "A1"), when("Load", Operator.IS, "A2")]),
            when("Why", Operator.INCLUDES, "S1"),
        ]
    )
    assert find(understood, "Last").condition == any_of([first, when("Why", Operator.INCLUDES, "S2")])
    assert understood.remarks == []


def test_what_cannot_be_kept_is_told() -> None:
    lime = Lime().ask("Sum", "*").ask("Load", "L", answers="A-1 A_1", preg="/x/").ask("Grid", ":", parts="S1")
    lime.ask("Dup", "S").ask("Dup", "S")
    lime.add("question_attributes", qid=20, attribute="array_filter", value="Why")
    lime.add("question_attributes", qid=20, attribute="display_rows", value="5")
    lime.add("question_l10ns", qid=40, help="<b>Dear</b> {TOKEN:FIRSTNAME}", language="en")
    lime.add("quota", id=1)
    lime.add("conditions", cid=1, qid=50, cqid=20, cfieldname="7X1X20", method="RX", value="/x/", scenario=1)

    understood = read_limesurvey(lime.write(languages=("ja", "en", "de")), title="six.lss")

    assert understood.remarks == [
        Remark(RemarkKind.QUESTION_LEFT_OUT, "Sum", "Sum (*)"),
        Remark(RemarkKind.PART_LEFT_OUT, "Load", "array_filter=Why"),
        Remark(RemarkKind.LIMIT_LEFT_OUT, "Load", "/x/"),
        Remark(RemarkKind.QUESTION_LEFT_OUT, "Grid", "Grid (:)"),
        Remark(RemarkKind.MARKUP_LEFT_OUT, "Dup"),
        Remark(RemarkKind.REFERENCE_STAYS, "Dup", "{TOKEN:FIRSTNAME}"),
        Remark(RemarkKind.CODE_CHANGED, "Dup", "Dup → Dup_2"),
        Remark(RemarkKind.CONDITION_LEFT_OUT, "Dup", "7X1X20 RX /x/"),
        Remark(RemarkKind.LANGUAGE_LEFT_OUT, "", "de"),
        Remark(RemarkKind.PART_LEFT_OUT, "", "quota"),
    ]


def test_limits_and_random_order_are_kept() -> None:
    lime = Lime().ask("Years", "N").ask("Load", "L", answers="A1 A2")
    lime.add("question_attributes", qid=10, attribute="min_num_value_n", value="0.5")
    lime.add("question_attributes", qid=10, attribute="max_num_value_n", value="40")
    lime.add("question_attributes", qid=20, attribute="random_order", value="1")

    understood = read(lime)

    assert (find(understood, "Years").least, find(understood, "Years").most) == (Decimal("0.5"), Decimal(40))
    assert find(understood, "Load").in_random_order


def test_an_older_file_has_its_words_beside_each_part_and_a_row_for_each_language() -> None:
    def both(**cells: str) -> list[dict[str, object]]:
        key = "answer" if "code" in cells else "question"
        return [{**cells, key: f"{cells[key]} {language}", "language": language} for language in ("en", "ja")]

    question = both(qid="1", parent_qid="0", sid="7", gid="1", type="L", title="Load", question="How much")
    answers = [*both(qid="1", code="A1", answer="Little"), *both(qid="1", code="A2", answer="Much")]
    raw = document(table("questions", question), table("answers", answers), kind="Question")

    load = find(read_limesurvey(raw, title="one.lsq"), "Load")

    assert load.words == Words(ja="How much ja", en="How much en")
    assert [choice.words.ja for choice in load.choices] == ["Little ja", "Much ja"]


BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><document>&c;</document>'


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", RemarkKind.NOT_READABLE),
        (BOMB, RemarkKind.NOT_READABLE),
        (Lime().ask("One", "S").write()[:300], RemarkKind.NOT_READABLE),
        ('<?xml version="1.0" encoding="Shift_JIS"?><document>あ</document>'.encode("cp932"), RemarkKind.NOT_READABLE),
        (b" " * (LIMITS.size + 1), RemarkKind.TOO_MUCH),
        (b"<a>" * 100 + b"</a>" * 100, RemarkKind.TOO_MUCH),
        (b"<document/>", RemarkKind.NO_SURVEY),
        (b"<html><body>404</body></html>", RemarkKind.NO_SURVEY),
        (document(), RemarkKind.NO_SURVEY),
        (Lime().ask("Sum", "*").write(), RemarkKind.NO_SURVEY),
    ],
)
def test_what_is_no_survey_is_refused(raw: bytes, kind: RemarkKind) -> None:
    assert refused(raw)[0].kind == kind


def test_ten_thousand_questions_are_refused() -> None:
    lime = Lime()
    for number in range(10_000):
        lime.add("questions", qid=number, parent_qid=0, gid=1, type="S", title=f"Q{number}")

    assert refused(lime.write()) == [Remark(RemarkKind.TOO_MUCH)]


def test_more_than_anybody_builds_is_refused_before_it_is_understood() -> None:
    questions, groups = Lime(), Lime().ask("One", "S")
    for number in range(MOST_READ + 1):
        questions.ask(f"Q{number}", "*")
        groups.group(number)

    assert refused(questions.write()) == [Remark(RemarkKind.TOO_MUCH)]
    assert refused(groups.write()) == [Remark(RemarkKind.TOO_MUCH)]


def test_a_file_in_utf_16_is_read() -> None:
    text = Lime().ask("One", "S").write().decode().replace("UTF-8", "UTF-16")

    assert find(read_limesurvey(text.encode("utf-16"), title="one.lss"), "One").words.ja == "One? ja"
