"""What HR systems and spreadsheets really write, each with the value that is right."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.importing import ImportPlan, ImportRefused, plan_import, run_import
from aizuchi.people.importing.cells import BadCell
from aizuchi.people.importing.columns import read_path, write_path
from aizuchi.people.importing.dates import read_date, read_end
from aizuchi.people.importing.names import split_name
from aizuchi.people.models import Membership, Person, Unit
from aizuchi.people.queries import supervisor_of, tree_of, units_of

DATA = Path(__file__).parent / "data"
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)


def take(name: str, cast: Cast, on: datetime.date | None = None) -> None:
    run_import(DATA / name, organization=cast.organization, actor=cast.hr, now=NOW, on=on)


def take_text(text: str, cast: Cast, on: datetime.date | None = None) -> None:
    run_import(text.encode(), organization=cast.organization, actor=cast.hr, now=NOW, on=on)


def plan(content: bytes | Path, cast: Cast, on: datetime.date | None = None) -> ImportPlan:
    return plan_import(content, organization=cast.organization, viewer=cast.hr, now=NOW, on=on)


def reasons(content: bytes | Path, cast: Cast, on: datetime.date | None = None) -> list[tuple[int, str, str]]:
    try:
        problems = plan(content, cast, on).problems
    except ImportRefused as refused:
        problems = refused.problems
    return [(problem.line, problem.column, problem.reason) for problem in problems]


def person(number: str) -> Person:
    return Person.objects.get(employee_number=number)


def path_of(number: str, cast: Cast) -> list[str]:
    main = next(unit for unit in units_of(person(number), on=TODAY) if unit.is_main)
    return [node.name for node in tree_of(cast.organization, on=TODAY).path_of(main.unit_id)]


def others_of(number: str) -> set[str]:
    return {unit.label for unit in units_of(person(number), on=TODAY) if not unit.is_main}


def test_a_file_in_utf16_with_tabs_is_read(cast: Cast) -> None:
    take("03_utf16_tab.txt", cast)

    assert (person("A001").family_name, person("A002").joined_on) == ("髙﨑", datetime.date(2020, 4, 1))
    assert supervisor_of(person("A002").pk, on=TODAY) == person("A001").pk


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2024/4/1", "2024-04-01"),
        ("令和6年4月1日", "2024-04-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("昭和58年4月1日", "1983-04-01"),
        ("R6.4.1", "2024-04-01"),
        ("H31/4/1", "2019-04-01"),
        ("45383", "2024-04-01"),
        ("2024/04/01 0:00", "2024-04-01"),
        ("2024-04-01T00:00:00", "2024-04-01"),
        ("2024-04-01T00:00:00.000Z", "2024-04-01"),
        ("20240401", "2024-04-01"),
        ("01.04.2024", "2024-04-01"),
        ("1 Apr 2024", "2024-04-01"),
        ("April 1, 2024", "2024-04-01"),
        ("05/05/2024", "2024-05-05"),
    ],
)
def test_a_date_is_read_as_it_was_meant(cell: str, date: str) -> None:
    assert read_date(cell) == datetime.date.fromisoformat(date)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2024年4月", "date_without_day"),
        ("2024/4", "date_without_day"),
        ("04/01/2024", "date_order"),
        ("0000/00/00", "date"),
        ("2026-06-31", "date"),
        ("9999/12/31", "date_range"),
        ("0001-01-01", "date_range"),
    ],
)
def test_a_date_that_may_be_another_is_not_guessed(cell: str, reason: str) -> None:
    with pytest.raises(BadCell) as bad:
        read_date(cell)

    assert bad.value.reason == reason


@pytest.mark.parametrize(
    "cell", ["", "-", "－", "0000/00/00", "0000-00-00", "9999/12/31", "9999-12-31", "2999/12/31", "なし"]
)
def test_a_last_day_that_is_none_means_still_here(cell: str) -> None:
    assert read_end(cell) is None


def test_one_clear_cell_of_a_column_tells_the_order_of_all(cast: Cast) -> None:
    take_text("社員番号,姓,名,部署,入社日\nD1,日,一,社,04/01/2024\nD2,日,二,社,04/13/2024\n", cast)

    assert person("D1").joined_on == datetime.date(2024, 4, 1)


def test_every_bad_date_of_a_file_is_told_and_none_hides_another(cast: Cast) -> None:
    assert reasons(DATA / "08_dates.csv", cast) == [
        (9, "joined_on", "date"),
        (10, "joined_on", "date_without_day"),
        (11, "joined_on", "date_order"),
    ]


def test_the_end_of_time_means_still_here(cast: Cast) -> None:
    take("09_9999.csv", cast)

    assert person("B001").left_on is None


def test_a_header_further_down_is_found_and_lines_are_counted_from_the_top(cast: Cast) -> None:
    take("13_header_row3.csv", cast)
    bad = (DATA / "13_header_row3.csv").read_text().replace("結衣", "").replace("髙﨑", "")

    assert person("A001").given_name == "結衣"
    assert reasons(bad.encode(), cast) == [(4, "family_name", "required")]


def test_several_lines_of_one_person_are_a_main_unit_and_others(cast: Cast) -> None:
    take("15_kenmu_rows.csv", cast)

    assert path_of("A001", cast) == ["あすか商事", "営業部"]
    assert others_of("A001") == {"開発部"}


def test_the_order_of_such_lines_makes_no_difference(cast: Cast) -> None:
    header, main, beside = (DATA / "15_kenmu_rows.csv").read_text().split()
    take_text("\n".join([header, beside, main]), cast)

    assert path_of("A001", cast) == ["あすか商事", "営業部"]
    assert plan(DATA / "15_kenmu_rows.csv", cast).changes_nothing


def test_without_a_mark_the_unit_that_is_the_main_one_stays_it(cast: Cast) -> None:
    header = "社員番号,姓,名,部署"
    take_text(f"{header}\nA1,甲,一,社/営業\nA1,甲,一,社/開発\n", cast)
    turned = f"{header}\nA1,甲,一,社/開発\nA1,甲,一,社/営業\n"

    assert path_of("A1", cast) == ["社", "営業"]
    assert plan(turned.encode(), cast).changes_nothing


def test_two_people_under_one_number_are_told(cast: Cast) -> None:
    text = "社員番号,姓,名,部署\nA1,甲,一,社/営業\nA1,乙,二,社/開発\n"

    assert reasons(text.encode(), cast) == [(3, "employee_number", "double_number")]


def test_whoever_has_another_unit_may_be_named_before_it(cast: Cast) -> None:
    take("k1_before.csv", cast)

    assert others_of("A001") == {"開発部"}
    assert plan(DATA / "k2_after.csv", cast).changes_nothing


def test_a_supervisor_may_be_named_by_their_address(cast: Cast) -> None:
    take("17_sup_mail.csv", cast)

    assert supervisor_of(person("A002").pk, on=TODAY) == person("A001").pk


def test_a_supervisor_may_be_named_by_their_name_where_only_one_has_it(cast: Cast) -> None:
    text = (
        "Employee ID,Worker,Supervisory Organization,Manager\nW1,Ann Lee,Co,\nW2,Bo Ek,Co,Ann Lee\nW3,Cy Fox,Co,Bo Ek\n"
    )
    take_text(text, cast)
    twice = text + "W4,Ann Lee,Co,\nW5,Di Gil,Co,Ann Lee\n"

    assert (person("W1").family_name, person("W1").given_name) == ("Lee", "Ann")
    assert supervisor_of(person("W2").pk, on=TODAY) == person("W1").pk
    assert (3, "supervisor", "several_supervisors") in reasons(twice.encode(), cast)


def test_an_export_of_smarthr_is_read(cast: Cast) -> None:
    take("24_smarthr.csv", cast)

    someone = person("A001")
    assert (someone.family_kana, someone.given_kana) == ("コウ", "ハジメ")
    assert path_of("A001", cast) == ["あすか商事", "営業部"]
    assert someone.employments.get().title == "部長"
    assert plan(DATA / "24_smarthr.csv", cast).sheet.unused == ["ビジネスネーム：姓"]


def test_an_export_of_kaonavi_is_read_and_its_codes_need_units(cast: Cast) -> None:
    assert reasons(DATA / "25_kaonavi.csv", cast) == [(2, "unit_code", "unknown_unit")]
    Unit.objects.filter(pk=cast.control.pk).update(code="U001")

    take("25_kaonavi.csv", cast)

    assert (person("A001").family_name, person("A001").given_kana) == ("甲", "ハジメ")
    assert plan(DATA / "25_kaonavi.csv", cast).sheet.unused == ["性別", "生年月日", "年齢"]


def test_an_export_of_freee_is_read(cast: Cast) -> None:
    take("26_freee.csv", cast)

    assert person("A001").joined_on == datetime.date(2020, 4, 1)
    assert path_of("A001", cast) == ["営業部"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (
            "Employee ID,Legal Name - First Name,Legal Name - Last Name,Email - Primary Work,Supervisory Organization,"
            "Business Title,Manager ID,Hire Date,Termination Date,Worker Type",
            "E1,Jo,Ek,jo@x.example,Co,Lead,,2020-04-01,2024-03-31,Employee",
        ),
        (
            "Worker ID,Legal Name - First Name,Legal Name - Last Name,Email - Work,Supervisory Organization,"
            "Business Title,Manager,Hire Date,Termination Date",
            "E1,Jo,Ek,jo@x.example,Co,Lead,,2020-04-01,2024-03-31",
        ),
        (
            "Employee #,First Name,Last Name,Work Email,Department,Job Title,Reporting to,Hire Date,Termination Date,"
            "Employment Status",
            "E1,Jo,Ek,jo@x.example,Co,Lead,,2020-04-01,2024-03-31,Full-Time",
        ),
        (
            "Employee ID,First name,Last name,Email,Department,Position,Supervisor,Hire date,Last day of work,Status",
            "E1,Jo,Ek,jo@x.example,Co,Lead,,2020-04-01,2024-03-31,Inactive",
        ),
    ],
    ids=["Workday", "Workday by worker", "BambooHR", "Personio"],
)
def test_systems_in_english_are_read_and_leavers_do_not_come_in_as_staff(cast: Cast, header: str, row: str) -> None:
    found = plan(f"{header}\n{row}\n".encode(), cast)

    assert (found.problems, found.sheet.unused) == ([], [])
    assert found.people[0].left_on == datetime.date(2024, 3, 31)
    assert not found.people[0].is_present


def test_whoever_is_marked_as_gone_needs_a_last_day(cast: Cast) -> None:
    text = "社員番号,姓,名,部署,在籍状況,退職年月日\nA1,甲,一,社,退職済,\n".replace("退職済", "退職")

    assert reasons(text.encode(), cast) == [(2, "left_on", "left_without_day")]


def test_kinds_of_work_keep_the_companys_own_names(cast: Cast) -> None:
    take("31_kinds.csv", cast)

    kinds = {
        row.person.employee_number: (row.kind, row.kind_label)
        for number in range(1, 13)
        for row in person(f"K{number:03}").employments.all()
    }
    assert kinds["K001"] == ("permanent", "正社員")
    assert kinds["K002"] == ("contract", "嘱託")
    assert kinds["K005"] == ("part_time", "パートタイマー")
    assert kinds["K008"] == ("other", "出向")
    assert kinds["K009"][0] == "dispatched"
    assert plan(DATA / "31_kinds.csv", cast).changes_nothing


def test_a_wide_slash_belongs_to_a_name_where_a_plain_one_parts_the_path(cast: Cast) -> None:
    take("33_slash_name.csv", cast)

    assert path_of("A001", cast) == ["あすか商事", "総務・人事／労務課"]


@pytest.mark.parametrize("path", [("社", "営業/開発"), ("a>b",), ("c\\d", "e／f"), ("普通", "の", "名")])
def test_a_path_is_read_as_it_is_written(path: tuple[str, ...]) -> None:
    assert read_path(write_path(path)) == path


def test_a_supervisor_who_joins_later_is_not_one_today(cast: Cast) -> None:
    day = datetime.date(2027, 4, 1)

    assert reasons(DATA / "35_future_sup.csv", cast) == [(3, "supervisor", "supervisor_not_yet")]
    assert reasons(DATA / "35_future_sup.csv", cast, on=day) == []


def test_a_number_that_a_spreadsheet_protected_is_that_number(cast: Cast) -> None:
    text = (DATA / "csv-excel-protected-number.csv").read_text().replace("名\n", "名,部署\n").replace("玲", "玲,社")
    take_text(text, cast)

    assert person("M00001").family_name == "汐見"


def test_a_space_before_a_quotation_mark_is_no_fault(cast: Cast) -> None:
    found = plan(DATA / "csv-space-before-quote.csv", cast)

    assert found.people[0].fields["family_name"] == "汐見"


def test_latin_letters_of_windows_are_not_taken_for_japanese(cast: Cast) -> None:
    take("csv-german-excel-cp1252.csv", cast)

    assert (person("Z7001").family_name, person("Z7001").given_name) == ("Jäger", "Bärbel")
    assert person("Z7002").full_name == "Köhler Jörg"


def test_japanese_in_few_letters_stays_shift_jis(cast: Cast) -> None:
    text = "number,surname,unit\n1,ﾔﾏﾀﾞ,社\n2,漢,社\n".encode("cp932")

    assert plan(text, cast).sheet.encoding == "Shift_JIS"


def test_units_that_look_the_same_are_the_same(cast: Cast) -> None:
    take("csv-unit-looks-the-same.csv", cast)

    assert Unit.objects.filter(name__startswith="保守課").count() == 1
    assert Unit.objects.filter(name__startswith="東").count() == 1
    assert person("Z9005").family_name == "oaM"


def test_a_decomposed_name_is_the_same_name(cast: Cast) -> None:
    take_text("社員番号,姓,名,部署\nA1,がぎぐ,Zoë,社\n", cast)

    assert plan("社員番号,姓,名,部署\nA1,か\u3099き\u3099く\u3099,Zoe\u0308,社\n".encode(), cast).changes_nothing


def test_people_with_one_name_come_in(cast: Cast) -> None:
    take_text("社員番号,氏名,部署\nA1,スカルノ,社\nA2,髙橋葵,社\n", cast)

    assert [person(number).full_name for number in ("A1", "A2")] == ["スカルノ", "髙橋葵"]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("甲 一", ("甲", "一")),
        ("甲　一", ("甲", "一")),
        ("Jörg Köhler", ("Köhler", "Jörg")),
        ("Köhler, Jörg", ("Köhler", "Jörg")),
        ("Ana María López", ("López", "Ana María")),
        ("グエン ヴァン アン", ("グエン", "ヴァン アン")),
        ("Sukarno", ("Sukarno", "")),
    ],
)
def test_a_whole_name_is_split_where_it_can_be(whole: str, parts: tuple[str, str]) -> None:
    assert split_name(whole) == parts


def test_numbers_that_lost_their_zeros_are_the_same_people(cast: Cast) -> None:
    take_text("社員番号,姓,名,部署,上司の社員番号\n00123,甲,一,社,\n00124,乙,二,社,00123\n", cast)

    assert plan("社員番号,姓,名,部署,上司の社員番号\n123,甲,一,社,\n124,乙,二,社,123\n".encode(), cast).changes_nothing
    assert reasons("社員番号,姓,名,部署\n123,丙,三,社\n".encode(), cast) == [(2, "employee_number", "lost_zeros")]


def test_a_unit_keeps_its_code_under_another_name_and_place(cast: Cast) -> None:
    take("u1.csv", cast)
    assert path_of("A004", cast) == ["営業部"]

    take("u2_move.csv", cast)

    assert path_of("A001", cast) == path_of("A003", cast) == ["あすか商事", "第一営業部"]
    assert path_of("A002", cast) == ["あすか商事", "東日本課"]


def test_an_import_after_one_for_a_coming_day_goes_through(cast: Cast) -> None:
    april = datetime.date(2027, 4, 1)
    take("r1_base.csv", cast)
    take("r2_april.csv", cast, on=april)

    take("r3_today.csv", cast)

    assert path_of("A003", cast) == ["あすか商事", "企画室"]
    assert path_of("A002", cast) == ["あすか商事", "営業部"]
    assert [unit.label for unit in units_of(person("A002"), on=april)] == ["新規事業部"]


def test_a_unit_that_was_planned_for_later_begins_when_it_is_needed(cast: Cast) -> None:
    april = datetime.date(2027, 4, 1)
    take("r1_base.csv", cast)
    take("r2_april.csv", cast, on=april)

    take_text("社員番号,姓,名,部署\nA003,丙,三,あすか商事/新規事業部\n", cast)

    assert path_of("A003", cast) == ["あすか商事", "新規事業部"]
    assert Unit.objects.filter(name="新規事業部").count() == 1
    assert plan(DATA / "r2_april.csv", cast, on=april).changes_nothing


def test_somebody_who_comes_back_leaves_their_history_as_it_was(cast: Cast) -> None:
    joins = TODAY
    take("r6_a.csv", cast, on=datetime.date(2020, 4, 1))
    text = (DATA / "r6_b.csv").read_text().replace("2026-12-01", joins.isoformat())

    take_text(text, cast)

    someone = person("R001")
    assert (someone.joined_on, someone.left_on) == (joins, None)
    assert [(stay.joined_on, stay.left_on) for stay in someone.earlier_stays.all()] == [
        (datetime.date(2020, 4, 1), datetime.date(2025, 3, 31))
    ]
    ranges = Membership.objects.filter(person=someone).order_by("starts_on").values_list("starts_on", "until_on")
    assert list(ranges) == [(datetime.date(2020, 4, 1), datetime.date(2025, 4, 1)), (joins, None)]
    here = Person.objects.filter(pk=someone.pk)
    assert here.present_on(datetime.date(2024, 1, 1)).exists()
    assert not here.present_on(datetime.date(2025, 6, 1)).exists()
    assert here.present_on(joins).exists()
    assert plan(text.encode(), cast).changes_nothing
