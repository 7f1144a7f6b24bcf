"""What somebody else changed while a long change ran: it is kept, and the long one begins anew where it has to."""

import datetime
import uuid
from pathlib import Path

import pytest
from django.db import IntegrityError
from tests.cast import Cast
from tests.file_database import ask

from aizuchi.kernel.keys import data_key, forget_keys, make_data_key
from aizuchi.kernel.models import Tally
from aizuchi.kernel.staging import TRIES, run_staged
from aizuchi.kernel.tests.staging.conftest import NOW, SOMEBODY, counted, once, rotate_elsewhere, tally, tally_elsewhere
from aizuchi.people.models import Employment, Person, RoleGrant
from aizuchi.people.operations import grant_role

pytestmark = pytest.mark.database


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
