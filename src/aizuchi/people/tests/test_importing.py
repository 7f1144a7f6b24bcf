import csv
import datetime
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import Cast
from tests.thorough import examples

from aizuchi.audit.models import AuditEntry
from aizuchi.audit.queries import verify_chain
from aizuchi.audit.sealing import seal_waiting_entries
from aizuchi.kernel import events
from aizuchi.people.events import PeopleJoined, PeopleLeft, SupervisorsChanged
from aizuchi.people.importing import ImportRefused, ImportSummary, plan_import, run_import
from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.operations import person_leaves
from aizuchi.people.queries import chain_of_command, heads_of, supervisor_of, tree_of, units_of
from aizuchi.people.queries.unit_names import names_on

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)

JAPANESE = "社員番号 姓 名 姓（かな） 名（かな） メールアドレス 部署 部門長 役職 上司の社員番号 退職日".split()  # noqa: SIM905 (reads as in the file)
PEOPLE = [
    ["A1", "汐見", "玲", "しおみ", "れい", "rei@minamo.example", "本社", "○", "社長", "", ""],
    ["A2", "髙橋", "①", "たかはし", "いち", "ichi@minamo.example", "本社/開発部", "○", "部長", "A1", ""],
    ["A3", "神﨑", "葵", "かんざき", "あおい", "aoi@minamo.example", "本社/開発部/第1課", "", "", "A2", ""],
]


def csv_of(rows: list[list[str]], header: list[str] = JAPANESE, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


def take_over(content: bytes, cast: Cast, on: datetime.date | None = None) -> ImportSummary:
    return run_import(content, organization=cast.organization, actor=cast.hr, now=NOW, on=on)


def problems_of(content: bytes, cast: Cast) -> list[tuple[int, str, str]]:
    with pytest.raises(ImportRefused) as refused:
        take_over(content, cast)
    return [(problem.line, problem.column, problem.reason) for problem in refused.value.problems]


def with_cell(line: int, column: str, value: str) -> bytes:
    rows = [list(row) for row in PEOPLE]
    rows[line - 2][JAPANESE.index(column)] = value
    return csv_of(rows)


def person(number: str) -> Person:
    return Person.objects.get(employee_number=number)


def test_people_units_and_lines_come_from_one_file(cast: Cast, told: list[events.Event]) -> None:
    summary = take_over(csv_of(PEOPLE), cast)

    assert (summary.added, summary.units_added) == (3, 3)
    assert chain_of_command(person("A3").pk, on=TODAY) == [person("A2").pk, person("A1").pk]
    tree = tree_of(cast.organization, on=TODAY)
    unit = units_of(person("A3"), on=TODAY)[0]
    assert [node.name for node in tree.path_of(unit.unit_id)] == ["本社", "開発部", "第1課"]
    assert heads_of(Unit.objects.get(name="開発部").pk, on=TODAY) == [person("A2").pk]
    assert "かんざきあおい" in person("A3").search_text
    assert not person("A3").has_usable_password()
    joined = next(event for event in told if isinstance(event, PeopleJoined))
    changed = next(event for event in told if isinstance(event, SupervisorsChanged))
    assert len(joined.person_ids) == 3
    assert {(change.person_id, change.supervisor_id) for change in changed.changes} == {
        (person("A2").pk, person("A1").pk),
        (person("A3").pk, person("A2").pk),
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
def test_any_usual_encoding_is_understood(cast: Cast, encoding: str) -> None:
    take_over(csv_of(PEOPLE, encoding=encoding), cast)

    assert (person("A2").family_name, person("A2").given_name) == ("髙橋", "①")


def test_english_column_names_are_understood(cast: Cast) -> None:
    header = ["Employee number", "Family name", "Given name", "Family name in kana", "Given name in kana"]
    header += ["Email", "Unit", "Head of the unit", "Title", "Supervisor's employee number", "Last day"]

    assert take_over(csv_of(PEOPLE, header), cast).added == 3
    assert supervisor_of(person("A3").pk, on=TODAY) == person("A2").pk


@pytest.mark.parametrize("key", list(BY_KEY))
def test_every_column_is_known_by_its_label_in_both_languages(key: str) -> None:
    from aizuchi.people.importing.columns import BY_NAME, fold_name

    for language in ("ja", "en"):
        with translation.override(language):
            assert BY_NAME[fold_name(str(BY_KEY[key].label))].key == key


def test_the_same_file_again_changes_nothing_at_all(cast: Cast, told: list[events.Event]) -> None:
    take_over(csv_of(PEOPLE), cast)
    entries = AuditEntry.objects.count()
    told.clear()

    summary = take_over(csv_of(PEOPLE, encoding="cp932"), cast, on=TODAY + 40 * DAY)

    assert (summary.added, summary.changed, summary.ended, summary.same) == (0, 0, 0, 3)
    assert (summary.units_added, summary.units_changed) == (0, 0)
    assert AuditEntry.objects.count() == entries
    assert told == []


def test_changes_hold_from_the_given_day_and_the_past_stays(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast, on=TODAY - 30 * DAY)
    moved = [*PEOPLE[:2], [*PEOPLE[2][:6], "本社/営業部", "", "主任", "A1", ""]]

    summary = take_over(csv_of(moved), cast)

    assert (summary.changed, summary.same, summary.units_added) == (1, 2, 1)
    assert supervisor_of(person("A3").pk, on=TODAY - DAY) == person("A2").pk
    assert supervisor_of(person("A3").pk, on=TODAY) == person("A1").pk
    assert [unit.label for unit in units_of(person("A3"), on=TODAY - DAY)] == ["第1課"]
    assert [unit.label for unit in units_of(person("A3"), on=TODAY)] == ["営業部"]
    assert seal_waiting_entries(organization_id=cast.organization.pk)
    assert verify_chain(organization_id=cast.organization.pk) is None


def test_a_last_day_ends_what_is_dated_and_tells_it(cast: Cast, told: list[events.Event]) -> None:
    take_over(csv_of(PEOPLE), cast)
    told.clear()

    summary = take_over(with_cell(4, "退職日", (TODAY + 3 * DAY).isoformat()), cast)

    assert summary.ended == 1
    assert person("A3").left_on == TODAY + 3 * DAY
    assert supervisor_of(person("A3").pk, on=TODAY + 3 * DAY) == person("A2").pk
    assert supervisor_of(person("A3").pk, on=TODAY + 4 * DAY) is None
    assert [event.departures for event in told if isinstance(event, PeopleLeft)] == [
        ((person("A3").pk, TODAY + 3 * DAY),)
    ]


def test_somebody_without_a_last_day_in_the_file_stays_after_all(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast, on=TODAY - 30 * DAY)
    person_leaves(person_id=person("A3").pk, left_on=TODAY - 2 * DAY, actor=cast.hr, now=NOW)

    take_over(csv_of(PEOPLE), cast)

    assert person("A3").left_on is None
    assert supervisor_of(person("A3").pk, on=TODAY) == person("A2").pk
    assert [unit.label for unit in units_of(person("A3"), on=TODAY)] == ["第1課"]
    assert take_over(csv_of(PEOPLE), cast).same == 3


def test_people_who_are_not_in_the_file_stay_as_they_are(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast)

    assert take_over(csv_of(PEOPLE[:1]), cast).same == 1
    assert supervisor_of(cast.member.pk, on=TODAY) == cast.manager.pk
    assert supervisor_of(person("A3").pk, on=TODAY) == person("A2").pk


def test_columns_that_the_file_does_not_have_stay_as_they_are(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast)
    header = ["社員番号", "姓", "名", "役職"]

    summary = take_over(csv_of([["A3", "神﨑", "葵", "主任"]], header), cast)

    assert summary.changed == 1
    assert person("A3").email == "aoi@minamo.example"
    assert supervisor_of(person("A3").pk, on=TODAY) == person("A2").pk
    assert person("A3").employments.get(until_on=None).title == "主任"


def test_a_code_stays_the_same_unit_under_another_name_and_parent(cast: Cast) -> None:
    header = ["社員番号", "姓", "名", "部署", "部署コード"]
    take_over(csv_of([["B1", "汐見", "玲", "ミナモ精機/営業部/第1課", "K1"]], header), cast)

    summary = take_over(csv_of([["B1", "汐見", "玲", "ミナモ精機/人事部/採用課", "K1"]], header), cast, on=TODAY + DAY)

    assert (summary.units_added, summary.units_changed, summary.changed) == (0, 1, 0)
    unit = Unit.objects.get(code="K1")
    assert (unit.name, names_on([unit], organization=cast.organization, on=TODAY + DAY)[unit.pk][0]) == (
        "第1課",
        "採用課",
    )
    assert [node.code for node in tree_of(cast.organization, on=TODAY).path_of(unit.pk)][1] == "SALES"
    assert [node.code for node in tree_of(cast.organization, on=TODAY + DAY).path_of(unit.pk)][1] == "HR"


def test_units_that_stand_are_found_by_their_path(cast: Cast) -> None:
    header = ["社員番号", "姓", "名", "部署"]

    summary = take_over(csv_of([["B1", "汐見", "玲", "ミナモ精機 ／ 開発本部 ／ 制御ソフト課"]], header), cast)

    assert summary.units_added == 0
    assert units_of(person("B1"), on=TODAY)[0].unit_id == cast.control.pk


def test_other_units_come_and_go(cast: Cast) -> None:
    header = ["社員番号", "姓", "名", "部署", "兼務部署"]
    take_over(csv_of([["B1", "汐見", "玲", "ミナモ精機", "ミナモ精機/営業部; HR"]], header), cast, on=TODAY - DAY)

    take_over(csv_of([["B1", "汐見", "玲", "ミナモ精機", "HR;DEV"]], header), cast)

    def codes(on: datetime.date) -> set[str]:
        return {Unit.objects.get(pk=unit.unit_id).code for unit in units_of(person("B1"), on=on)}

    assert codes(TODAY - DAY) == {"MINAMO", "SALES", "HR"}
    assert codes(TODAY) == {"MINAMO", "HR", "DEV"}


@pytest.mark.database
def test_a_person_without_a_number_is_recognized_by_email(cast: Cast) -> None:
    Person.objects.filter(pk=cast.colleague.pk).update(employee_number="", email="rei@minamo.example")

    summary = take_over(csv_of(PEOPLE), cast)

    assert (summary.added, summary.changed) == (2, 1)
    assert person("A1").pk == cast.colleague.pk


def test_two_people_may_swap_their_addresses(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast)
    rows = [list(row) for row in PEOPLE]
    rows[0][5], rows[1][5] = rows[1][5], rows[0][5]

    assert take_over(csv_of(rows), cast).changed == 2
    assert person("A1").email == "ichi@minamo.example"


@pytest.mark.database
@pytest.mark.parametrize(
    ("line", "column", "value", "key", "reason"),
    [
        (2, "姓", "", "family_name", "required"),
        (3, "姓", "長" * 61, "family_name", "too_long"),
        (3, "名", "\x00", "given_name", "control"),
        (4, "メールアドレス", "aoi", "email", "email"),
        (4, "メールアドレス", "rei@minamo.example", "email", "double_email"),
        (3, "メールアドレス", "naoki.mishima@example.jp", "email", "email_taken"),
        (3, "部署", "", "unit", "no_unit"),
        (3, "部署", "本社//課", "unit", "unit_path"),
        (3, "部門長", "たぶん", "is_head", "choice"),
        (2, "社員番号", "A3", "employee_number", "double_number"),
        (3, "上司の社員番号", "A9", "supervisor", "unknown_supervisor"),
        (3, "上司の社員番号", "A2", "supervisor", "own_supervisor"),
        (2, "上司の社員番号", "A3", "supervisor", "line_circle"),
        (4, "退職日", "2026-06-31", "left_on", "date"),
        (4, "退職日", "あした", "left_on", "date"),
        (2, "退職日", "2020-01-01", "supervisor", "supervisor_gone"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_taken_over(
    cast: Cast, line: int, column: str, value: str, key: str, reason: str
) -> None:
    before = Person.objects.count(), Unit.objects.count(), AuditEntry.objects.count()
    line_of_problem = {"double_number": 4, "supervisor_gone": 3}.get(reason, line)

    assert (line_of_problem, key, reason) in problems_of(with_cell(line, column, value), cast)
    assert before == (Person.objects.count(), Unit.objects.count(), AuditEntry.objects.count())


def test_every_bad_row_is_told_at_once(cast: Cast) -> None:
    rows = [list(row) for row in PEOPLE]
    rows[0][5], rows[1][6], rows[2][10] = "x", "", "x"

    assert [line for line, _, _ in problems_of(csv_of(rows), cast)] == [2, 3, 4]


def test_a_row_that_points_to_a_bad_row_is_not_blamed(cast: Cast) -> None:
    assert problems_of(with_cell(2, "メールアドレス", "x"), cast) == [(2, "email", "email")]


def test_a_line_with_one_fault_is_told_its_others_too(cast: Cast) -> None:
    header = ["社員番号", "氏名", "メールアドレス", "部署", "上司の社員番号"]
    rows = [
        ["A1", "山田 太郎", "a@example.com", "開発本部", ""],
        ["A2", "", "a@example.com", "開発本部", "Z9"],
        ["A3", "山田 三郎", "no mail", "開発本部", "A2"],
        ["A4", "山田 四郎", "", "開発本部", "山田 三郎"],
    ]

    assert problems_of(csv_of(rows, header), cast) == [
        (3, "family_name", "required"),
        (3, "email", "double_email"),
        (3, "supervisor", "unknown_supervisor"),
        (4, "email", "email"),
    ]


def test_lines_are_counted_as_an_editor_does(cast: Cast) -> None:
    rows = [[*PEOPLE[0][:8], "社長\n兼 部長", "", ""], [*PEOPLE[1][:5], "x", *PEOPLE[1][6:]]]

    assert problems_of(csv_of(rows), cast) == [(4, "email", "email")]


def test_a_circle_through_people_outside_the_file_is_found(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast)

    assert problems_of(csv_of([[*PEOPLE[0][:9], "A3", ""]]), cast) == [(2, "supervisor", "line_circle")]


def test_a_circle_of_units_is_found(cast: Cast) -> None:
    header = ["社員番号", "姓", "名", "部署", "部署コード"]
    row = ["B1", "汐見", "玲", "ミナモ精機/開発本部/制御ソフト課/開発本部", "DEV"]

    assert problems_of(csv_of([row], header), cast) == [(2, "unit", "unit_circle")]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 0, "empty"),
        (b"  \r\n ", 0, "empty"),
        (csv_of([]), 0, "no_rows"),
        (b"PK\x03\x04\x14\x00", 0, "workbook"),
        (csv_of([["A1", "佐藤"]], ["社員番号", "姓"], "euc_jp"), 1, "encoding"),
        (csv_of(PEOPLE)[:-60] + b"\xff" + csv_of(PEOPLE)[-60:], 4, "encoding"),
        ("あだ名\n花子".encode(), 1, "no_known_columns"),
        (b"\xef\xbb\xbf" + '社員番号,姓,名\nA1,"佐藤,花'.encode(), 2, "cut_off"),
        ("社員番号,姓,名\nA1,佐藤,花".encode()[:-1], 2, "cut_off"),
        ("社員番号,姓,名\nA1,佐".encode(), 2, "cells"),
        ('社員番号,姓,名\nA1,"佐"藤",花'.encode(), 2, "not_csv"),
        ("社員番号,名\nA1,花".encode(), 1, "missing_column"),
        ("社員番号,姓,氏,名\nA1,佐藤,佐藤,花".encode(), 1, "double_column"),
    ],
)
def test_a_file_that_is_no_use_says_why(cast: Cast, content: bytes, line: int, reason: str) -> None:
    found = problems_of(content, cast)

    assert (line, reason) in [(where, why) for where, _, why in found]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_problem_is_a_sentence_in_the_readers_language(cast: Cast, language: str) -> None:
    with translation.override(language), pytest.raises(ImportRefused) as refused:
        take_over(csv_of([["A1", "", "玲", "", "", "x", "", "", "", "A9", "x"]]), cast)

    with translation.override(language):
        sentences = [problem.sentence for problem in refused.value.problems]
    assert len(sentences) == 4
    assert all("%" not in sentence for sentence in sentences)


def test_the_preview_writes_nothing_and_says_what_would_change(cast: Cast) -> None:
    before = Person.objects.count(), Unit.objects.count(), AuditEntry.objects.count()

    plan = plan_import(csv_of(PEOPLE), organization=cast.organization, viewer=cast.hr, now=NOW)

    assert [person.kind for person in plan.people] == ["added"] * 3
    assert len(plan.changed_units) == 3
    assert before == (Person.objects.count(), Unit.objects.count(), AuditEntry.objects.count())


@pytest.mark.parametrize("who", ["member", "manager", "executive", "stranger"])
def test_only_hr_and_administrators_import(cast: Cast, who: str) -> None:
    with pytest.raises(PermissionDenied):
        run_import(csv_of(PEOPLE), organization=cast.organization, actor=getattr(cast, who), now=NOW)
    with pytest.raises(PermissionDenied):
        plan_import(csv_of(PEOPLE), organization=cast.organization, viewer=getattr(cast, who), now=NOW)


def test_people_are_written_many_at_a_time(cast: Cast, django_assert_max_num_queries) -> None:
    rows = [[f"C{n}", "佐藤", f"花{n}", "", "", "", "本社", "", "", f"C{n - 1}" if n else "", ""] for n in range(200)]

    with django_assert_max_num_queries(150):
        take_over(csv_of(rows), cast)


NAMES = st.text(
    st.characters(codec="cp932", exclude_categories=["Cc", "Zs", "Zl", "Zp"], exclude_characters="¢£¬‖−〜"),
    min_size=1,
    max_size=12,
)
ROWS = st.lists(st.tuples(NAMES, NAMES, st.integers(0, 4), st.integers(-1, 12)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=examples(20), suppress_health_check=list(HealthCheck))
@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp932"]), shift=st.integers(0, 11))
@pytest.mark.django_db
def test_whatever_a_file_says_twice_is_the_same_as_once(
    rows: list[tuple[str, str, int, int]], encoding: str, shift: int
) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    units = ["社", "社/甲", "社/乙", "社/甲/丙", "社/甲/丁"]
    table = [
        [f"N{n}", family, given, units[unit], f"N{above}" if 0 <= above < n else ""]
        for n, (family, given, unit, above) in enumerate(rows)
    ]
    header = ["社員番号", "姓", "名", "部署", "上司の社員番号"]
    first = csv_of(table, header, encoding)

    run_import(first, organization=organization, actor=None, now=NOW)
    again = run_import(csv_of(table[::-1], header), organization=organization, actor=None, now=NOW + shift * DAY)

    assert (again.same, again.units_added + again.units_changed) == (len(rows), 0)
    assert Person.objects.filter(organization=organization).count() == len(rows)
    everybody = Person.objects.filter(organization=organization)
    assert all(someone.pk not in chain_of_command(someone.pk, on=TODAY) for someone in everybody)


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(cut=st.integers(0, 400), junk=st.binary(max_size=6), encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp932"]))
@pytest.mark.django_db
def test_a_damaged_file_is_refused_or_read_but_never_crashes(cut: int, junk: bytes, encoding: str) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    content = csv_of(PEOPLE, encoding=encoding)

    try:
        plan = plan_import(content[:cut] + junk + content[cut + 3 :], organization=organization, viewer=None, now=NOW)
        problems = plan.problems
    except ImportRefused as refused:
        problems = refused.problems
    assert all(problem.sentence for problem in problems)


@pytest.mark.database
def test_somebody_new_is_one_entry_in_the_record(cast: Cast) -> None:
    take_over(csv_of(PEOPLE), cast)

    entry = AuditEntry.objects.get(subject_id=person("A3").pk)
    assert entry.action == "people.person.added"
    assert entry.detail["supervisor"] == str(person("A2").pk)
    assert entry.detail["unit"] == str(units_of(person("A3"), on=TODAY)[0].unit_id)
