"""An import of many people on SQLite: it works beside the others, who save meanwhile."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.file_database import ask, database_in

from aizuchi.audit.models import AuditEntry
from aizuchi.audit.sealing import seal_waiting_entries
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people import importing
from aizuchi.people.importing import ImportRefused, ImportSummary, run_import
from aizuchi.people.models import Employment, Membership, Person, ReportingLine, StoredImport, Unit
from aizuchi.people.operations import stored_import
from aizuchi.people.operations.stored_import import confirm_import, keep_file, read_progress, take_over
from aizuchi.people.operations.undo_import import undo_import

pytestmark = pytest.mark.database

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
HEADER = "社員番号 姓 名 メールアドレス 部署 役職 上司の社員番号".split()  # noqa: SIM905 (reads as in the file)
PEOPLE = [
    ["A1", "汐見", "玲", "rei@minamo.example", "本社", "社長", ""],
    ["A2", "髙橋", "一", "ichi@minamo.example", "本社/開発部", "部長", "A1"],
    ["A3", "神﨑", "葵", "aoi@minamo.example", "本社/開発部/第1課", "", "A2"],
]
COUNTED = (Person, Membership, Employment, ReportingLine, Unit, Pair, Meeting, AuditEntry)


@pytest.fixture
def path(db: None, tmp_path: Path) -> Iterator[Path]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers at a time")
    with database_in(tmp_path) as path:
        yield path


@pytest.fixture
def cast(path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(importing, "FEW_LINES", 0)
    with transaction.atomic():
        return make_cast()


def csv_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def titled(title: str) -> bytes:
    return csv_of([[*row[:5], title, row[6]] for row in PEOPLE])


def bring_in(cast: Cast, content: bytes, meanwhile: Callable[[], Any] = lambda: None) -> tuple[ImportSummary, int]:
    """What became of it, and how often it began."""
    waiting, begun = [meanwhile], []

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "read":
            begun.append(stage)
        if stage == "check" and done and waiting:  # it has looked at everything by then
            waiting.pop()()

    summary = run_import(content, organization=cast.organization, actor=cast.hr, now=NOW, progress=progress)
    return summary, len(begun)


def counts() -> list[int]:
    return [model._default_manager.count() for model in COUNTED]


def test_all_that_follows_from_it_is_there_as_in_one_transaction(cast: Cast) -> None:
    before = counts()
    with transaction.atomic():  # within one it is written directly
        bring_in(cast, csv_of(PEOPLE))
        directly = counts()
        transaction.set_rollback(True)
    assert counts() == before

    bring_in(cast, csv_of(PEOPLE))

    assert counts() == directly
    assert Meeting.objects.filter(pair__mentee__employee_number="A3").exists()
    seal_waiting_entries(organization_id=cast.organization.pk)


def test_others_save_meanwhile_and_nobody_sees_half(cast: Cast, path: Path) -> None:
    seen = []

    def meanwhile() -> None:
        seen.append(ask(path, "SELECT count(*) FROM people_person WHERE employee_number LIKE 'A_'"))
        ask(path, "UPDATE people_person SET introduction = 'はじめまして', version = version + 1")

    _summary, begun = bring_in(cast, csv_of(PEOPLE), meanwhile)

    assert (seen, begun) == ([[(0,)]], 1)
    assert Person.objects.get(pk=cast.member.pk).introduction == "はじめまして"
    assert Person.objects.filter(employee_number__startswith="A").count() >= 3


def test_whoever_edits_the_same_person_meanwhile_is_heard(cast: Cast, path: Path) -> None:
    """The import begins anew, and comes after their change as if it had been pressed later."""
    bring_in(cast, csv_of(PEOPLE))
    changed = [list(row) for row in PEOPLE]
    changed[2][2] = "あおい"

    def meanwhile() -> None:
        ask(path, "UPDATE people_person SET given_name = '蒼', version = version + 1 WHERE employee_number = 'A3'")

    summary, begun = bring_in(cast, csv_of(changed), meanwhile)

    a3 = Person.objects.get(employee_number="A3")
    assert (a3.given_name, a3.version, begun) == ("あおい", 3, 2)
    assert summary.changed == 1


def test_an_address_that_somebody_took_meanwhile_is_refused_as_ever(cast: Cast, path: Path) -> None:
    def meanwhile() -> None:
        take = "UPDATE people_person SET email = 'aoi@minamo.example' WHERE id = ?"
        ask(path, take, cast.stranger.pk.hex)

    with pytest.raises(ImportRefused) as refused:
        bring_in(cast, csv_of(PEOPLE), meanwhile)

    assert [problem.reason for problem in refused.value.problems] == ["email_taken"]
    assert not Person.objects.filter(employee_number="A1").exists()


def test_two_imports_at_once_come_one_after_the_other(cast: Cast) -> None:
    real = connections["default"]

    def the_other() -> None:
        copy, connections["default"] = connections["default"], real
        bring_in(cast, titled("課長"))
        connections["default"] = copy

    summary, begun = bring_in(cast, titled("部長"), the_other)

    assert begun == 2
    assert (summary.added, summary.changed) == (0, 3)
    assert Person.objects.filter(employee_number="A1").count() == 1
    titles = Employment.objects.filter(person__employee_number="A1", until_on=None).values_list("title", flat=True)
    assert list(titles) == ["部長"]


def test_a_date_that_is_planned_while_its_pair_ends_is_called_off_too(cast: Cast, path: Path) -> None:
    bring_in(cast, csv_of(PEOPLE))
    changed = [list(row) for row in PEOPLE]
    changed[2][6] = "A1"
    pair = Pair.objects.get(mentee__employee_number="A3")
    planned = Meeting.objects.filter(pair=pair).values().first()
    assert planned

    def meanwhile() -> None:
        """Another one, under a key of its own."""
        names = [column[1] for column in ask(path, "PRAGMA table_info(meetings_meeting)")]
        others = ", ".join(name for name in names if name not in ("id", "starts_at"))
        added = f"INSERT INTO meetings_meeting (id, starts_at, {others})"
        ask(
            path,
            f"{added} SELECT ?, '2090-01-02 01:00:00', {others} FROM meetings_meeting WHERE id = ?",
            "f" * 32,
            planned["id"].hex,
        )

    bring_in(cast, csv_of(changed), meanwhile)

    assert {*Meeting.objects.filter(pair=pair).values_list("state", flat=True)} == {Meeting.State.CANCELLED}


class TestStored:
    def test_the_job_takes_over_and_it_can_be_taken_back(self, cast: Cast) -> None:
        before = Person.objects.present_on(TODAY).count()
        stored = self._confirmed(cast, csv_of(PEOPLE))

        take_over(stored=stored, now=NOW)

        assert (stored.state, stored.file) == (StoredImport.State.DONE, None)
        assert StoredImport.objects.get().undo == stored.undo
        assert Person.objects.present_on(TODAY).count() == before + 3
        assert read_progress(stored)[0] == "pairs"

        undo_import(stored=stored, actor=cast.hr, now=NOW)

        assert Person.objects.present_on(TODAY).count() == before

    def test_one_that_begins_anew_leaves_no_file_behind(self, cast: Cast, path: Path) -> None:
        stored = self._confirmed(cast, csv_of(PEOPLE))
        waiting = [1]

        def refuse(*args: Any, **kwargs: Any) -> Any:
            found = plain(*args, **kwargs)
            if waiting:
                waiting.pop()
                ask(path, "UPDATE people_person SET family_name = '別' WHERE id = ?", cast.colleague.pk.hex)
            return found

        plain = stored_import.run_import_for_undo
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stored_import, "run_import_for_undo", refuse)
            take_over(stored=stored, now=NOW)

        assert not waiting
        assert stored.state == StoredImport.State.DONE
        assert ask(path, "SELECT count(*) FROM files_storedfile") == [(0,)]

    def test_why_it_was_refused_is_told(self, cast: Cast) -> None:
        stored = self._confirmed(cast, csv_of([[*PEOPLE[0][:6], "nobody"]]))

        take_over(stored=stored, now=NOW)

        assert stored.state == StoredImport.State.REFUSED
        assert [problem["reason"] for problem in stored.problems] == ["unknown_supervisor"]

    def _confirmed(self, cast: Cast, content: bytes) -> StoredImport:
        stored = keep_file(
            organization=cast.organization, file_name="人.csv", content=content, on=TODAY, actor=cast.hr, now=NOW
        )
        confirm_import(stored=stored, actor=cast.hr, now=NOW)
        stored.refresh_from_db()
        return stored
