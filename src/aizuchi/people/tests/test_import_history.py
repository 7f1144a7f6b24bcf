"""Imports for different days, one after the other, in any order."""

import contextlib
import csv
import datetime
import io
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.thorough import examples

from aizuchi.people.importing import ImportRefused, plan_import, run_import
from aizuchi.people.models import Organization, Unit
from aizuchi.people.operations import rename_due_units
from aizuchi.people.queries import tree_of

pytestmark = pytest.mark.database

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)
HEADER = [
    "社員番号",
    "姓",
    "名",
    "部署",
    "部署コード",
    "兼務部署",
    "部門長",
    "上司の社員番号",
    "入社日",
    "退職日",
    "役職",
]

UNITS = [("社", ""), ("社/甲", "K1"), ("社/乙", "K1"), ("社/甲/丙", "")]
UNITS += [("丁", "K2"), ("社/丁", "K2"), ("社/乙/戊", "")]
DAYS = st.one_of(st.just(""), st.integers(-60, 60).map(lambda days: (TODAY + days * DAY).isoformat()))
ROW = st.tuples(
    st.integers(0, 4),
    st.sampled_from(UNITS),
    st.sampled_from(["", "社", "社/甲", "K1", "K2", "社/乙/戊"]),
    st.booleans(),
    st.integers(-1, 4),
    DAYS,
    DAYS,
    st.sampled_from(["", "長"]),
)
FILES = st.lists(
    st.tuples(st.integers(-40, 40), st.lists(ROW, min_size=1, max_size=4, unique_by=lambda row: row[0])),
    min_size=2,
    max_size=5,
)


def write(rows: list[tuple[int, tuple[str, str], str, bool, int, str, str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for number, (path, code), others, is_head, above, joined, left, title in rows:
        supervisor = f"N{above}" if above >= 0 else ""
        head = "1" if is_head else ""
        writer.writerow([f"N{number}", "姓", str(number), path, code, others, head, supervisor, joined, left, title])
    return out.getvalue().encode()


TOP, FIRST, SECOND, THIRD = ("社", ""), ("社/甲", "K1"), ("社/乙", "K1"), ("社/甲/丙", "")


def row(number: int, unit: tuple[str, str] = TOP, **told: Any) -> tuple[Any, ...]:
    cells = {"others": "", "is_head": False, "above": -1, "joined": "", "left": "", "title": ""} | told
    return (number, unit, *cells.values())


A_FIRST_DAY_TAKEN_AWAY = [
    (-38, [row(0, FIRST, is_head=True, above=1, joined=(TODAY + 7 * DAY).isoformat())]),
    (0, [row(0, above=1)]),
]
AN_OLD_PATH_BESIDE_THE_NEW = [
    (0, [row(2, FIRST, above=0)]),
    (0, [row(3, THIRD, above=0), row(1, SECOND, above=0)]),
]
AN_OLD_PATH_OF_SOMEBODY_GONE = [
    (0, [row(0, FIRST)]),
    (0, [row(0, FIRST, left=(TODAY - DAY).isoformat()), row(1, SECOND, others="社/甲")]),
]
A_UNIT_FORWARD_UNDER_ANOTHER_NAME = [(17, [row(4, SECOND)]), (-39, [row(1, ("社/乙/戊", "")), row(3, FIRST)])]
A_PARENT_THAT_GOES_DEEPER = [
    (0, [row(0, FIRST), row(1, ("社/丁", "K2"))]),
    (0, [row(0, ("社/己/庚/甲", "K1")), row(1, ("社/甲/丁", "K2"))]),
]


@settings(deadline=None, max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(files=FILES)
@example(files=A_FIRST_DAY_TAKEN_AWAY)
@example(files=AN_OLD_PATH_BESIDE_THE_NEW)
@example(files=AN_OLD_PATH_OF_SOMEBODY_GONE)
@example(files=A_UNIT_FORWARD_UNDER_ANOTHER_NAME)
@example(files=A_PARENT_THAT_GOES_DEEPER)
@pytest.mark.django_db
def test_any_imports_for_any_days_are_taken_over_or_refused_with_a_reason(files: list) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    base = [(number, ("社", ""), "", False, -1, "", "", "") for number in range(5)]
    run_import(write(base), organization=organization, actor=None, now=NOW, on=TODAY - 40 * DAY)

    for shift, rows in files:
        on = TODAY + shift * DAY
        with contextlib.suppress(ImportRefused):
            run_import(write(rows), organization=organization, actor=None, now=NOW, on=on)

            again = plan_import(write(rows), organization=organization, viewer=None, now=NOW, on=on)
            assert again.changes_nothing, (again.touched, again.problems)


def test_a_new_name_waits_until_its_day(db: None) -> None:
    organization = Organization.objects.create(name="会社", created_at=NOW)
    header = "社員番号,姓,名,部署,部署コード\n"
    run_import(f"{header}A1,甲,一,社/第2開発課,K1\n".encode(), organization=organization, actor=None, now=NOW)

    later = f"{header}A1,甲,一,社/組込み開発課,K1\n"
    run_import(
        later.encode(),
        organization=organization,
        actor=None,
        now=NOW,
        on=TODAY + 5 * DAY,
    )

    unit = Unit.objects.get(code="K1")
    assert unit.name == "第2開発課"
    assert tree_of(organization, on=TODAY).by_id[unit.pk].label == "第2開発課"
    assert tree_of(organization, on=TODAY + 5 * DAY).by_id[unit.pk].label == "組込み開発課"
    assert rename_due_units(organization_id=organization.pk, now=NOW) == 0
    assert rename_due_units(organization_id=organization.pk, now=NOW + 6 * DAY) == 1
    unit.refresh_from_db()
    assert unit.name == "組込み開発課"
    assert rename_due_units(organization_id=organization.pk, now=NOW + 6 * DAY) == 0
