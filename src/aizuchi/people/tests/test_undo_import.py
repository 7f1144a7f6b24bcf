"""Seven days in which an import can be taken back, and what comes back with it."""

import csv
import datetime
import io
from collections.abc import Callable, Sequence

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.factories import RoleGrantFactory

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Membership, Person, PlannedUnitName, ReportingLine, RoleGrant, StoredImport, Unit
from aizuchi.people.operations import AboutAdministrators, LatestAdministrator, change_supervisor, edit_person
from aizuchi.people.operations.person import PersonFacts
from aizuchi.people.operations.stored_import import confirm_import, keep_file, take_over, tidy_imports
from aizuchi.people.operations.undo_import import TooLateToUndo, undo_import
from aizuchi.people.queries import supervisor_of, tree_of, units_of

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)
HEADER = ["社員番号", "姓", "名", "部署", "部署コード", "上司の社員番号", "退職日", "役職"]
BASE = [
    ["A1", "甲", "一", "社", "K0", "", "", ""],
    ["A2", "乙", "二", "社/営業", "K1", "A1", "", ""],
    ["A3", "丙", "三", "社/営業", "K1", "A2", "", ""],
    ["A4", "丁", "四", "社/開発", "K2", "A2", "", ""],
]


def write(rows: list[list[str]], header: Sequence[str] = HEADER) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def take(
    content: bytes,
    cast: Cast,
    on: datetime.date = TODAY,
    now: datetime.datetime = NOW,
    actor: Person | None = None,
) -> StoredImport:
    actor = actor or cast.hr
    stored = keep_file(organization=cast.organization, file_name="人.csv", content=content, on=on, actor=actor, now=now)
    confirm_import(stored=stored, actor=actor, now=now)
    stored.refresh_from_db()
    take_over(stored=stored, now=now)
    stored.refresh_from_db()
    return stored


def person(number: str) -> Person:
    return Person.objects.get(employee_number=number)


def picture(cast: Cast, days: list[datetime.date]) -> list[object]:
    """Who is where under whom, on each of some days."""
    people = Person.objects.filter(employee_number__startswith="A").order_by("employee_number")
    return [
        [
            (
                someone.employee_number,
                supervisor_of(someone.pk, on=day),
                sorted(u.label for u in units_of(someone, on=day)),
            )
            for someone in people
        ]
        + sorted(node.label for node in tree_of(cast.organization, on=day).by_id.values())
        for day in days
    ]


CHANGED = [
    ["A1", "甲", "一", "社", "K0", "", "", "長"],
    ["A2", "乙", "二", "社/第一営業", "K1", "", "", ""],
    ["A3", "丙", "三", "社/企画", "", "A1", "", ""],
    ["A4", "丁", "四", "社/第一営業/開発", "K2", "A3", (TODAY + 9 * DAY).isoformat(), ""],
]


@pytest.mark.database
@pytest.mark.parametrize("shift", [0, -5, 20])
def test_all_is_as_it_was_before_the_import(cast: Cast, shift: int) -> None:
    take(write(BASE), cast, on=TODAY - 30 * DAY)
    days = [TODAY + number * DAY for number in (-31, -30, -4, 0, 1, 9, 12, 30)]
    before = picture(cast, days), list(Unit.objects.order_by("code").values_list("code", "name")[:9])

    stored = take(write(CHANGED), cast, on=TODAY + shift * DAY)
    assert picture(cast, days) != before[0]
    undo_import(stored=stored, actor=cast.hr, now=NOW + DAY)

    names = list(Unit.objects.order_by("code").values_list("code", "name")[:9])
    assert (picture(cast, days), names[: len(before[1])]) == before
    assert (person("A4").left_on, person("A1").family_name) == (None, "甲")
    assert not PlannedUnitName.objects.exists()


@pytest.mark.database
def test_people_who_came_with_it_were_never_here_and_may_come_again(cast: Cast) -> None:
    take(write(BASE[:3]), cast)
    stored = take(write(BASE), cast)

    undo_import(stored=stored, actor=cast.hr, now=NOW)

    assert not person("A4").is_active
    assert not Membership.objects.on(TODAY).filter(person=person("A4")).exists()
    again = take(write(BASE), cast, on=TODAY + DAY)
    assert (again.state, again.problems) == ("done", [])
    assert person("A4").is_active
    assert supervisor_of(person("A4").pk, on=TODAY + DAY) == person("A2").pk


@pytest.mark.database
def test_what_was_changed_since_stays(cast: Cast) -> None:
    take(write(BASE), cast, on=TODAY - 30 * DAY)
    stored = take(write([["A3", "丙丙", "三", "社/営業", "K1", "A1", "", "長"]]), cast)
    later = TODAY + 2 * DAY
    change_supervisor(person_id=person("A3").pk, supervisor_id=person("A4").pk, on=later, actor=cast.hr, now=NOW)
    facts = {**vars(PersonFacts.of(person("A3"))), "family_name": "丁丁"}
    edit_person(
        person_id=person("A3").pk, facts=PersonFacts(**facts), version=person("A3").version, actor=cast.hr, now=NOW
    )

    restored = undo_import(stored=stored, actor=cast.hr, now=NOW + 3 * DAY)

    assert person("A3").family_name == "丁丁"
    assert supervisor_of(person("A3").pk, on=later) == person("A4").pk
    assert restored.kept == 2
    assert person("A3").employments.get(until_on=None).title == ""


@pytest.mark.database
def test_pairs_heal_when_an_import_without_supervisors_is_taken_back(cast: Cast) -> None:
    take(write(BASE), cast, on=TODAY - 30 * DAY, now=NOW - 30 * DAY)
    pairs = set(Pair.objects.filter(mentee__employee_number__startswith="A").values_list("pk", flat=True))

    stored = take(write([[*row[:5], "", *row[6:]] for row in BASE]), cast, now=NOW)
    assert not ReportingLine.objects.on(TODAY).filter(person__employee_number__startswith="A").exists()
    undo_import(stored=stored, actor=cast.hr, now=NOW + DAY)

    open_pairs = Pair.objects.filter(mentee__employee_number__startswith="A", until_on__isnull=True)
    assert {pair.mentor.employee_number for pair in open_pairs} == {"A1", "A2"}
    assert set(open_pairs.values_list("pk", flat=True)) == pairs


@pytest.mark.database
def test_after_a_week_or_a_second_time_it_is_too_late(cast: Cast) -> None:
    stored = take(write(BASE), cast)
    with pytest.raises(TooLateToUndo):
        undo_import(stored=stored, actor=cast.hr, now=NOW + 8 * DAY)
    tidy_imports(now=NOW + 8 * DAY)
    stored.refresh_from_db()
    assert stored.undo is None

    stored = take(write(CHANGED), cast)
    undo_import(stored=stored, actor=cast.hr, now=NOW)
    with pytest.raises(TooLateToUndo):
        undo_import(stored=stored, actor=cast.hr, now=NOW)


def test_only_those_who_keep_people_take_an_import_back(cast: Cast) -> None:
    stored = take(write(BASE), cast)

    with pytest.raises(PermissionDenied):
        undo_import(stored=stored, actor=cast.member, now=NOW)


class TestAdministrators:
    """Whoever cannot make one, or change one's account, cannot do so by taking an import back."""

    @pytest.mark.database
    def test_hr_does_not_take_away_somebody_who_has_become_one(self, cast: Cast) -> None:
        stored = take(write(BASE), cast)
        RoleGrantFactory(person=person("A4"), role=RoleGrant.Role.ADMINISTRATOR)

        with pytest.raises(AboutAdministrators):
            undo_import(stored=stored, actor=cast.hr, now=NOW)
        undo_import(stored=stored, actor=cast.administrator, now=NOW)

        assert not person("A4").is_active
        assert not RoleGrant.objects.on(TODAY).filter(person=person("A4")).exists()

    @pytest.mark.database
    def test_hr_does_not_change_ones_name(self, cast: Cast) -> None:
        take(write(BASE), cast)
        stored = take(write([["A4", "丁", "五", "社/開発", "K2", "A2", "", ""]]), cast)
        RoleGrantFactory(person=person("A4"), role=RoleGrant.Role.ADMINISTRATOR)

        with pytest.raises(AboutAdministrators):
            undo_import(stored=stored, actor=cast.hr, now=NOW)

    @pytest.mark.database
    def test_hr_does_not_bring_one_back(self, cast: Cast) -> None:
        take(write(BASE), cast, on=TODAY - 30 * DAY)
        grant = RoleGrantFactory(person=person("A4"), role=RoleGrant.Role.ADMINISTRATOR)
        leaves = [["A4", "丁", "四", "社/開発", "K2", "A2", (TODAY - DAY).isoformat(), ""]]
        stored = take(write(leaves), cast, actor=cast.administrator)

        with pytest.raises(AboutAdministrators):
            undo_import(stored=stored, actor=cast.hr, now=NOW)

        grant.refresh_from_db()
        assert grant.until_on == TODAY

    @pytest.mark.database
    def test_the_last_one_stays(self, cast: Cast, client_for: Callable[..., Client]) -> None:
        take(write(BASE), cast)
        stored = take(write([*BASE, ["A5", "戊", "五", "社/開発", "K2", "A2", "", ""]]), cast)
        Person.objects.filter(pk=person("A5").pk).update(email="bo.go@example.jp", last_login=NOW)
        RoleGrantFactory(person=person("A5"), role=RoleGrant.Role.ADMINISTRATOR)
        RoleGrant.objects.filter(person=cast.administrator).update(until_on=TODAY + DAY)

        page = client_for(cast.administrator).post(f"/people/manage/import/{stored.pk}/undo/", follow=True)

        assert "管理者が一人は必要です" in page.content.decode()
        assert person("A5").is_active


@pytest.mark.database
def test_an_address_that_somebody_got_meanwhile_stays_theirs(cast: Cast) -> None:
    header = [*HEADER[:3], "メールアドレス"]
    take(write(BASE), cast)
    take(write([[*row[:3], f"{row[0]}@example.jp"] for row in BASE], header), cast)
    moved = {"A3": "new@example.jp", "A4": "a3@example.jp"}
    stored = take(write([[*row[:3], moved[row[0]]] for row in BASE[2:]], header), cast)
    Person.objects.filter(pk=person("A2").pk).update(email="a4@example.jp")

    restored = undo_import(stored=stored, actor=cast.hr, now=NOW)

    assert [person(number).email for number in ("A2", "A3", "A4")] == [
        "a4@example.jp",
        "new@example.jp",
        "a3@example.jp",
    ]
    assert restored.kept == 2


@pytest.mark.database
def test_whoever_came_with_it_and_follows_the_only_administrator_is_not_taken_back(cast: Cast) -> None:
    stored = take(write(BASE), cast)
    RoleGrant.objects.filter(role="administrator").update(until_on=TODAY + DAY)
    Person.objects.filter(employee_number="A1").update(email="kou@minamo.example", last_login=NOW)
    RoleGrantFactory(person=person("A1"), role="administrator", starts_on=TODAY + DAY)

    with pytest.raises(LatestAdministrator):
        undo_import(stored=stored, actor=cast.administrator, now=NOW)

    assert person("A1").left_on is None
