import datetime
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from aizuchi.audit.checks import find_problems
from aizuchi.audit.models import AuditEntry, ChainHead, Seal, UnsealedEntry
from aizuchi.audit.operations import Record, record, record_many
from aizuchi.audit.queries import list_breaks, verify_chain
from aizuchi.audit.sealing import seal_waiting_entries
from aizuchi.audit.tasks import seal_audit_entries
from aizuchi.audit.vocabulary import AuditVocabulary, UndeclaredAction
from aizuchi.kernel.jobs.each import SomeFailed
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.migration_operations import AppendOnly

pytestmark = pytest.mark.database

NOW = datetime.datetime(2026, 6, 19, 10, 24, tzinfo=datetime.UTC)
HERE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()


def write(count: int = 3, organization_id: uuid.UUID = HERE) -> list[AuditEntry]:
    return [
        record(
            organization_id=organization_id,
            actor=None,
            action="people.unit.renamed",
            subject_id=uuid.uuid4(),
            detail={"on": datetime.date(2026, 6, 1), "code": f"開発{number}"},
            now=NOW,
        )
        for number in range(count)
    ]


def seal(organization_id: uuid.UUID = HERE) -> list[Seal]:
    seal_waiting_entries(organization_id=organization_id)
    return list(Seal.objects.filter(organization_id=organization_id).order_by("number"))


def without_guards(*statements: str) -> None:
    """Somebody with their hands in the database, past its triggers and keys. `?` stands for the organization."""
    here = AuditEntry._meta.get_field("organization_id").get_db_prep_value(HERE, connection)
    with connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_seal"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            else:
                cursor.execute(f"DROP TRIGGER {table}_append_only_update")
                cursor.execute(f"DROP TRIGGER {table}_append_only_delete")
        for statement in statements:
            cursor.execute(statement.replace("?", "%s"), [here] * statement.count("?"))


def restore_guards() -> None:
    with connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_seal"):
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            else:
                for statement in AppendOnly(table=table).statements("sqlite"):
                    cursor.execute(statement)


@pytest.mark.django_db
def test_entries_are_numbered_and_sealed_within_each_organization() -> None:
    write(2)
    write(1, ELSEWHERE)

    first, second = seal()
    (other,) = seal(ELSEWHERE)

    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (first.previous, second.previous, other.previous) == ("", first.digest, "")
    assert not UnsealedEntry.objects.exists()


@pytest.mark.django_db
def test_sealing_goes_on_where_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aizuchi.audit.sealing.BATCH", 2)
    write(3)
    seal()
    write(2)

    seals = seal()

    assert [seal.number for seal in seals] == [1, 2, 3, 4, 5]
    assert verify_chain(organization_id=HERE) is None


@pytest.mark.django_db
def test_a_chain_that_nobody_touched_holds() -> None:
    write(3)
    record_many(
        organization_id=HERE, actor=None, changes=[Record(action="people.unit.renamed", subject_id=None)] * 3, now=NOW
    )
    assert len(seal()) == 6
    write(1)  # not sealed yet, and therefore no break

    assert verify_chain(organization_id=HERE) is None
    assert verify_chain(organization_id=uuid.uuid4()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET organization_id = NULL", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_recorded(table: str, statement: str) -> None:
    write(2)
    seal()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))

    assert AuditEntry.objects.count() == Seal.objects.count() == 2


NUMBERED = "(SELECT entry_id FROM audit_seal WHERE number {} AND organization_id = ?)"
FORGET_SEAL = "DELETE FROM audit_seal WHERE number {} AND organization_id = ?"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statements", "number", "reason"),
    [
        (["UPDATE audit_auditentry SET action = 'nothing' WHERE id = " + NUMBERED.format("= 2")], 2, "changed"),
        (
            ["UPDATE audit_auditentry SET at = '2020-01-01 00:00:00+00' WHERE id = " + NUMBERED.format("= 3")],
            3,
            "changed",
        ),
        (["UPDATE audit_seal SET digest = 'x' WHERE number = 2 AND organization_id = ?"], 2, "changed"),
        ([FORGET_SEAL.format("= 2")], 2, "missing"),
        ([FORGET_SEAL.format(">= 3")], 3, "missing"),
        (["DELETE FROM audit_unsealedentry WHERE organization_id = ?"], 5, "missing"),
    ],
)
def test_a_chain_tells_where_it_was_broken(statements: list[str], number: int, reason: str) -> None:
    write(4)
    write(1, ELSEWHERE)
    seal_audit_entries.call()
    write(1)

    without_guards(*statements)
    try:
        broken = verify_chain(organization_id=HERE)
        assert broken
        assert (broken.number, broken.reason) == (number, reason)
        assert list_breaks() == [broken]
    finally:
        restore_guards()


@pytest.mark.django_db
def test_a_chain_whose_end_was_forgotten_is_broken() -> None:
    write(2)
    seal()
    ChainHead.objects.all().delete()

    broken = verify_chain(organization_id=HERE)

    assert broken
    assert broken.number == 3


@pytest.mark.django_db
def test_one_organization_that_cannot_be_sealed_does_not_stop_the_others() -> None:
    write(1, ELSEWHERE)
    write(1)
    ChainHead.objects.create(organization_id=ELSEWHERE, number=0, digest="")
    Seal.objects.create(
        entry=AuditEntry.objects.first(), organization_id=ELSEWHERE, number=1, previous="", digest="theirs"
    )

    with pytest.raises(SomeFailed):  # so that it stands on the page of jobs
        seal_audit_entries.call()

    assert Seal.objects.filter(organization_id=HERE).count() == 1


@pytest.mark.django_db
def test_the_check_says_that_entries_wait_too_long_for_their_seal() -> None:
    write(2)

    (problem,) = find_problems()

    assert "2" in problem.what
    assert not problem.is_serious


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_at_the_same_time_make_one_chain() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads need a database that they can share; SQLite has one writer at a time anyway")

    def work() -> None:
        try:
            for _round in range(5):
                write(2)
                seal_waiting_entries(organization_id=HERE)
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(seal()) == 40
    assert verify_chain(organization_id=HERE) is None


@pytest.mark.django_db(transaction=True)
def test_a_writer_does_not_wait_for_another_who_has_not_committed() -> None:
    """Once one lock per organization stood here, taken before or after the rows of the change: AB met BA."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time anyway")

    def work() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                write(1)
            seal_waiting_entries(organization_id=HERE)
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    errors: list[DatabaseError] = []
    with transaction.atomic():
        write(1)
        other = threading.Thread(target=work)
        other.start()
        other.join(10)

    assert not errors
    assert [seal.number for seal in seal()] == [1, 2]
    assert verify_chain(organization_id=HERE) is None


@pytest.mark.django_db
def test_what_no_app_has_words_for_is_not_recorded() -> None:
    with pytest.raises(UndeclaredAction):
        record(organization_id=HERE, actor=None, action="people.unit.painted", subject_id=None, now=NOW)

    assert not AuditEntry.objects.exists()


def test_an_app_declares_only_what_is_its_own() -> None:
    for brought in gather(AuditVocabulary):
        assert all(code.startswith(f"{brought.app}.") for code in brought.actions), brought.app
