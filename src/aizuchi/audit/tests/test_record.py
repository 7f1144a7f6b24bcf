import datetime
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from aizuchi.audit.models import ChainHead, Entry
from aizuchi.audit.operations import Record, record, record_many
from aizuchi.audit.queries import list_breaks, verify_chain

NOW = datetime.datetime(2026, 6, 19, 10, 24, tzinfo=datetime.UTC)
HERE, ELSEWHERE = uuid.uuid4(), uuid.uuid4()


def write(count: int = 3, organization_id: uuid.UUID = HERE) -> list[Entry]:
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


def without_guards(sql: str, params: list[object]) -> None:
    """Somebody with their hands in the database, past its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER audit_entry_append_only_update")
            cursor.execute("DROP TRIGGER audit_entry_append_only_delete")
        cursor.execute(sql, params)


@pytest.mark.django_db
def test_entries_are_numbered_and_sealed_within_each_organization() -> None:
    first, second = write(2)
    (other,) = write(1, ELSEWHERE)

    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert (first.previous, second.previous, other.previous) == ("", first.digest, "")


@pytest.mark.django_db
def test_a_chain_that_nobody_touched_holds() -> None:
    write(3)
    record_many(organization_id=HERE, actor=None, changes=[Record(action="a", subject_id=None)] * 3, now=NOW)

    assert verify_chain(organization_id=HERE) is None
    assert verify_chain(organization_id=uuid.uuid4()) is None
    assert Entry.objects.count() == 6


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'other'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_what_was_recorded(statement: str) -> None:
    write(2)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert Entry.objects.filter(action="people.unit.renamed").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "number", "reason"),
    [
        ("UPDATE audit_entry SET action = 'nothing happened' WHERE number = 2", 2, "changed"),
        ("UPDATE audit_entry SET actor_id = '0190aaaa-0000-7000-8000-000000000000' WHERE number = 3", 3, "changed"),
        ("DELETE FROM audit_entry WHERE number = 2", 2, "missing"),
        ("DELETE FROM audit_entry WHERE number >= 3", 3, "missing"),
    ],
)
def test_a_chain_tells_where_it_was_broken(sql: str, number: int, reason: str) -> None:
    write(4)
    write(1, ELSEWHERE)

    without_guards(
        sql + " AND organization_id = %s",
        [Entry._meta.get_field("organization_id").get_db_prep_value(HERE, connection)],
    )

    broken = verify_chain(organization_id=HERE)
    assert broken
    assert (broken.number, broken.reason) == (number, reason)
    assert list_breaks() == [broken]


@pytest.mark.django_db
def test_a_chain_whose_end_was_forgotten_is_broken() -> None:
    write(2)
    ChainHead.objects.all().delete()

    broken = verify_chain(organization_id=HERE)

    assert broken
    assert broken.number == 3


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads need a database that they can share; SQLite has one writer at a time anyway")

    def work() -> None:
        try:
            write(10)
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert Entry.objects.filter(organization_id=HERE).count() == 40
    assert verify_chain(organization_id=HERE) is None
