"""A long change that runs beside the database: nobody waits for it, nobody sees half of it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.cast import Cast
from tests.file_database import ask

from aizuchi.audit.models import AuditEntry, UnsealedEntry
from aizuchi.audit.operations import record
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.models import Tally
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.staging import changes, run_staged
from aizuchi.kernel.tests.staging.conftest import NOW, SOMEBODY, counted, once, tally, tally_elsewhere
from aizuchi.people.models import Person

pytestmark = pytest.mark.database


class TestBesideOthers:
    def test_a_writer_meanwhile_does_not_wait(self, path: Path) -> None:
        def work() -> None:
            tally("ours")
            tally_elsewhere(path, "theirs")

        run_staged(work)

        assert counted(path) == {"ours": 1, "theirs": 1}

    def test_at_once_the_same_writer_would_have_to_wait(self, path: Path) -> None:
        with transaction.atomic():
            tally("ours")
            with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                tally_elsewhere(path, "theirs")

    def test_nothing_is_there_before_all_of_it(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Any] = []
        plain = changes.Changes._insert

        def look(self: changes.Changes, *args: Any) -> None:
            plain(self, *args)
            seen.append((counted(path), ask(path, "SELECT count(*) FROM jobs_job")[0][0]))

        monkeypatch.setattr(changes.Changes, "_insert", look)

        def work() -> None:
            tally("ours")
            Job.objects.create(task="x", claimable_at=NOW, enqueued_at=NOW)
            seen.append((counted(path), ask(path, "SELECT count(*) FROM jobs_job")[0][0]))

        run_staged(work)

        assert len(seen) > 2
        assert {str(one) for one in seen} == {"({}, 0)"}
        assert counted(path) == {"ours": 1}
        assert Job.objects.count() == 1

    def test_nothing_can_reach_the_real_database(self, path: Path) -> None:
        def work() -> list[Any]:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA database_list")
                return [row[2] for row in cursor.fetchall()]

        assert run_staged(work) == [""]

    def test_a_table_that_nobody_thought_of_comes_along(self, path: Path) -> None:
        ask(path, 'CREATE TABLE "later" (id INTEGER PRIMARY KEY AUTOINCREMENT, "word" text)')

        def work() -> None:
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO later (word) VALUES ('one')")

        run_staged(work)

        assert ask(path, "SELECT * FROM later") == [(1, "one")]


class TestWhatIsWritten:
    def test_rows_come_change_and_go(self, path: Path) -> None:
        for key in ("changes", "goes", "stays"):
            tally(key)

        def work() -> None:
            tally("changes", 7)
            Tally.objects.filter(key="goes").delete()
            tally("comes")
            tally("comes and goes")
            Tally.objects.filter(key="comes and goes").delete()

        run_staged(work)

        assert counted(path) == {"changes": 7, "stays": 1, "comes": 1}

    def test_a_row_that_goes_and_comes_again(self, path: Path) -> None:
        tally("one", 1)

        def work() -> None:
            Tally.objects.all().delete()
            tally("one", 2)

        run_staged(work)

        assert counted(path) == {"one": 2}

    def test_two_swap_what_only_one_may_have(self, cast: Cast) -> None:
        one, other = cast.member, cast.mentor

        def work() -> None:
            Person.objects.filter(pk=one.pk).update(email=None)
            Person.objects.filter(pk=other.pk).update(email=one.email)
            Person.objects.filter(pk=one.pk).update(email=other.email)

        run_staged(work)

        assert Person.objects.get(pk=one.pk).email == other.email
        assert Person.objects.get(pk=other.pk).email == one.email

    def test_numbers_that_others_were_given_meanwhile(self, cast: Cast, path: Path) -> None:
        """An entry of the record, and the row that points to it by its number."""

        def work() -> None:
            note("people.person.edited")
            theirs()

        def elsewhere() -> None:
            organization = cast.organization.pk.hex
            added = ask(
                path,
                "INSERT INTO audit_auditentry (organization_id, at, action, detail) VALUES (?, ?, 'theirs', '{}')"
                " RETURNING id",
                organization,
                "2026-01-01",
            )
            ask(path, "INSERT INTO audit_unsealedentry VALUES (?, ?)", added[0][0], organization)

        def note(action: str) -> None:
            record(
                organization_id=cast.organization.pk,
                actor=None,
                action=action,
                subject_id=SOMEBODY,
                detail={},
                now=NOW,
            )

        theirs = once(elsewhere)
        run_staged(work)

        ours = AuditEntry.objects.get(subject_id=SOMEBODY)
        assert AuditEntry.objects.get(action="theirs").pk < ours.pk
        assert UnsealedEntry.objects.filter(entry=ours).exists()

    def test_a_refusal_leaves_nothing(self, path: Path) -> None:
        told: list[str] = []

        def work() -> None:
            tally("ours")
            transaction.on_commit(lambda: told.append("done"))
            raise Refusal("no")

        with pytest.raises(Refusal):
            run_staged(work)

        assert counted(path) == {}
        assert told == []

    def test_what_follows_a_commit_follows_the_real_one(self, path: Path) -> None:
        seen: list[Any] = []

        def work() -> None:
            tally("ours")
            transaction.on_commit(lambda: seen.append(counted(path)))
            seen.append("not yet")

        run_staged(work)

        assert seen == ["not yet", {"ours": 1}]

    def test_within_a_transaction_it_is_part_of_that(self, path: Path) -> None:
        with transaction.atomic():
            run_staged(lambda: tally("ours"))
            assert Tally.objects.exists()
            transaction.set_rollback(True)

        assert counted(path) == {}
