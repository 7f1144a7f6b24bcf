"""A long change that runs beside the database: nobody waits for it, nobody sees half of it."""

import datetime
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone
from tests.cast import Cast, make_cast
from tests.file_database import ask, database_in
from tests.installations import Installation

from aizuchi.audit.models import AuditEntry, UnsealedEntry
from aizuchi.audit.operations import record
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.keys import data_key, forget_keys, make_data_key, rotate_keys
from aizuchi.kernel.models import Tally
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.staging import TRIES, changes, run_staged
from aizuchi.people.models import Employment, Person, RoleGrant
from aizuchi.people.operations import grant_role

pytestmark = pytest.mark.database

NOW = timezone.now()
SOMEBODY = uuid.uuid4()


@pytest.fixture
def path(db: None, tmp_path: Path, settings: Any) -> Iterator[Path]:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers at a time")
    settings.KEY_FILE = tmp_path / "note_keys"  # keys are rotated here: those of other tests would go
    forget_keys()
    with database_in(tmp_path) as path:
        yield path
    forget_keys()


@pytest.fixture
def cast(path: Path) -> Cast:
    with transaction.atomic():
        return make_cast()


def tally(key: str, count: int = 1) -> None:
    Tally.objects.update_or_create(key=key, defaults={"count": count, "ends_at": NOW})


def counted(path: Path) -> dict[str, int]:
    return dict(ask(path, "SELECT key, count FROM kernel_tally"))


def tally_elsewhere(path: Path, key: str) -> None:
    ask(path, "INSERT INTO kernel_tally (key, count, ends_at) VALUES (?, 1, '2026-01-01')", key)


def rotate_elsewhere(path: Path) -> None:
    """A new organization key, and all that hung on the one before wrapped anew."""
    copy = connections["default"]
    connections["default"] = other = connections.create_connection("default")
    other.settings_dict = {**other.settings_dict, "NAME": path}
    rotate_keys(now=NOW)
    other.close()
    connections["default"] = copy


def once(what: Callable[[], Any]) -> Callable[[], None]:
    """Only the first time."""
    waiting = [what]

    def do() -> None:
        if waiting:
            waiting.pop()()

    return do


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


class TestChangedMeanwhile:
    def test_the_same_row(self, path: Path) -> None:
        tally("one", 1)
        theirs = once(lambda: ask(path, "UPDATE kernel_tally SET count = 10"))

        def work() -> None:
            one = Tally.objects.get()
            theirs()
            Tally.objects.update(count=one.count + 1)

        run_staged(work)

        assert counted(path) == {"one": 11}

    def test_another_column_of_the_same_row(self, path: Path) -> None:
        tally("one", 1)
        theirs = once(lambda: ask(path, "UPDATE kernel_tally SET ends_at = '2030-01-01'"))
        calls = []

        def work() -> None:
            calls.append(1)
            theirs()
            Tally.objects.update(count=2)

        run_staged(work)

        assert ask(path, "SELECT count, ends_at FROM kernel_tally") == [(2, "2030-01-01")]
        assert len(calls) == 1

    def test_a_row_that_is_to_be_deleted(self, path: Path) -> None:
        tally("one", 1)
        theirs = once(lambda: ask(path, "UPDATE kernel_tally SET count = 10"))

        def work() -> None:
            found = Tally.objects.filter(count=1)
            theirs()
            found.delete()

        run_staged(work)

        assert counted(path) == {"one": 10}

    def test_something_that_was_only_looked_at(self, cast: Cast, path: Path) -> None:
        """Whoever is known to leave, by now, is counted no longer."""
        theirs = once(
            lambda: ask(path, "UPDATE people_person SET left_on = '2090-01-01' WHERE id = ?", cast.member.pk.hex)
        )

        def work() -> None:
            count = Person.objects.filter(left_on__isnull=True).count()
            theirs()
            tally("people", count)

        people = Person.objects.filter(left_on__isnull=True).count()
        run_staged(work)

        assert counted(path) == {"people": people - 1}

    def test_a_key_that_was_rotated(self, cast: Cast, path: Path) -> None:
        """A data key wrapped with the one before could never be opened."""
        make_data_key(owner=uuid.uuid4(), organization_id=cast.organization.pk, now=NOW)
        theirs = once(lambda: rotate_elsewhere(path))

        def work() -> None:
            make_data_key(owner=SOMEBODY, organization_id=cast.organization.pk, now=NOW)
            theirs()

        run_staged(work)
        forget_keys()

        assert data_key(SOMEBODY)

    def test_what_people_say_about_themselves_is_nobody_elses_matter(self, cast: Cast, path: Path) -> None:
        theirs = once(lambda: ask(path, "UPDATE people_person SET introduction = 'x', last_login = '2026-01-01'"))
        calls = []

        def work() -> None:
            calls.append(1)
            theirs()
            Person.objects.update(family_kana="かな")

        run_staged(work)

        assert len(calls) == 1
        assert set(Person.objects.values_list("introduction", "family_kana")) == {("x", "かな")}

    def test_a_row_that_now_stands_in_the_way(self, path: Path) -> None:
        theirs = once(lambda: tally_elsewhere(path, "one"))
        found = []

        def work() -> None:
            found.append(Tally.objects.filter(key="one").exists())
            tally("one", 5)
            theirs()

        run_staged(work)

        assert found == [False, True]
        assert counted(path) == {"one": 5}

    def test_a_rule_of_the_database_that_now_stands_in_the_way(self, cast: Cast, path: Path) -> None:
        """A trigger: two roles of one kind at a time."""
        day = datetime.date(2026, 4, 1)
        pk = uuid.uuid4().hex
        role = RoleGrant.Role.PROGRAM_OWNER
        theirs = once(
            lambda: ask(
                path,
                "INSERT INTO people_rolegrant (id, person_id, role, starts_on) VALUES (?, ?, ?, ?)",
                pk,
                cast.member.pk.hex,
                role,
                str(day),
            )
        )
        tries = []

        def work() -> None:
            tries.append(1)
            if not RoleGrant.objects.filter(person=cast.member, role=role).exists():
                grant_role(person_id=cast.member.pk, role=role, starts_on=day, actor=None, now=NOW)
            theirs()

        run_staged(work)

        assert len(tries) == 2
        assert RoleGrant.objects.filter(person=cast.member, role=role).count() == 1

    def test_whom_we_point_to_is_gone(self, cast: Cast, path: Path) -> None:
        lonely = Person.objects.create(
            organization=cast.organization, family_name="甲", given_name="乙", created_at=NOW
        )
        theirs = once(lambda: ask(path, "DELETE FROM people_person WHERE id = ?", lonely.pk.hex))

        def work() -> None:
            there = Person.objects.filter(pk=lonely.pk).exists()
            theirs()
            if there:
                Employment.objects.create(person=lonely, starts_on=datetime.date(2026, 4, 1))

        run_staged(work)

        assert not Employment.objects.filter(person=lonely.pk).exists()

    def test_again_and_again_ends_in_the_real_database(self, path: Path) -> None:
        tally("one", 1)
        calls: list[int] = []

        def work() -> None:
            calls.append(Tally.objects.get().count)
            if len(calls) <= TRIES:
                ask(path, "UPDATE kernel_tally SET count = count + 1")
            Tally.objects.update(count=100)

        run_staged(work)

        assert calls == [1, 2, 3, 4]
        assert counted(path) == {"one": 100}

    def test_a_fault_of_our_own_is_told_at_the_end(self, path: Path) -> None:
        def work() -> None:
            tally("one")
            Tally.objects.create(key="one", ends_at=NOW)

        with pytest.raises(IntegrityError):
            run_staged(work)

        assert counted(path) == {}


KILLED = """
import os, signal, django
django.setup()
from django.utils import timezone
from aizuchi.kernel.jobs.models import Job
from aizuchi.kernel.models import Tally
from aizuchi.kernel.staging import changes, run_staged

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

def work():
    Tally.objects.create(key="ours", ends_at=timezone.now())
    Job.objects.create(task="x", claimable_at=timezone.now(), enqueued_at=timezone.now())
    {in_work}

run, insert = changes.Changes._run, changes.Changes._insert
def dying(self, statement, values=None):
    if statement == {before!r}:
        die()
    run(self, statement, values)

changes.Changes._run = dying
Ask = changes.Changes._ask
def asking(self, query, values=None):
    if query == {before!r}:
        die()
    return Ask(self, query, values)
changes.Changes._ask = asking
run_staged(work)
"""


@pytest.mark.parametrize(
    ("in_work", "before", "count"),
    [
        ("die()", "", 0),
        ("", "BEGIN IMMEDIATE", 0),
        ("", "COMMIT", 0),
        ("", "PRAGMA live.wal_checkpoint(PASSIVE)", 1),
    ],
)
def test_a_kill_leaves_nothing_or_everything(path: Path, in_work: str, before: str, count: int) -> None:
    done = Installation(path.parent).run("-c", KILLED.format(in_work=in_work, before=before))

    assert done.returncode == -9, done.stderr
    assert len(counted(path)) == ask(path, "SELECT count(*) FROM jobs_job")[0][0] == count
    left = {one.name for one in path.parent.iterdir()} - {"cache", "secret_key"}
    assert all(name.startswith(path.name) for name in left)  # and no copy of everything lies about
