"""Every table says what happens to it, what it says can be carried out, and what would not hold is told."""

import dataclasses
import functools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django_tasks import task

from aizuchi.accounts.models import Session
from aizuchi.calendars.models import Attendance, CalendarEntry
from aizuchi.kernel.keys import KeyDestroyed, data_key
from aizuchi.kernel.personal_data import (
    FOREVER,
    ByRule,
    Clear,
    Delete,
    Keep,
    NotPersonal,
    OutsideTable,
    PersonalData,
    Until,
    With,
    faults,
    of,
    rows,
)
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.notes.models import Document
from aizuchi.notes.operations import private_circle_of
from aizuchi.people.models import Leave, Organization, Person, RoleGrant
from tests.cast import Cast
from tests.scene import Scene

Break = Callable[..., list[str]]


@task()
def comes_once() -> None:
    """In no schedule."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """What is found once the rule of a table is changed, or taken away, or there are some more."""

    def change(model: type | None, *more: PersonalData, is_left_out: bool = False, **changes: Any) -> list[str]:
        kept: Sequence[PersonalData] = [
            dataclasses.replace(rule, **changes) if rule.model is model else rule
            for rule in rows.list_rules()
            if not (is_left_out and rule.model is model)
        ]
        monkeypatch.setattr(faults, "list_rules", lambda: (*kept, *more))
        return list(faults.find_faults())

    return change


def test_every_table_has_one_rule_that_holds() -> None:
    assert list(faults.find_faults()) == []


def test_a_table_without_a_rule_is_told(broken: Break) -> None:
    assert any("people.Leave: no rule" in fault for fault in broken(Leave, is_left_out=True))


def test_a_table_of_others_that_knows_persons_needs_a_rule_too() -> None:
    assert {"usersessions.UserSession", "account.EmailAddress"} <= {
        model._meta.label for model in faults.list_tables_to_declare()
    }


def test_two_rules_for_one_table_are_told(broken: Break) -> None:
    second = PersonalData(model=Leave, export=of("person"), erasure=Delete(), retention=FOREVER)

    assert any("2 rules" in fault for fault in broken(None, second))


@pytest.mark.parametrize(
    ("model", "changes", "said"),
    [
        (Leave, {"export": of("persom")}, "persom does not lead to a person"),
        (Leave, {"export": of("starts_on")}, "starts_on does not lead to a person"),
        (Preparation, {"export": of("meeting__pair")}, "meeting__pair does not lead to a person"),
        (RoleGrant, {"mentions": []}, "granted_by is a person"),
        (RoleGrant, {"mentions": ["given_by"]}, "there is no column given_by"),
        (Person, {"export": of("pk", without=["passwort"])}, "there is no column passwort"),
        (Person, {"erasure": Clear(("created_at",))}, "created_at cannot be empty"),
        (Leave, {"erasure": ()}, "no word about erasure"),
        (Organization, {"erasure": Keep("of many")}, "not personal, and yet erased"),
        (Attendance, {"retention": With("person_of")}, "person_of does not lead to a table with a rule"),
        (Session, {"retention": ByRule(comes_once, "some day")}, "does not come back by itself"),
        (Session, {"retention": Until("expires", comes_once)}, "there is no column expires"),
        (CalendarEntry, {"erasure": Delete()}, ""),
        (Attendance, {"erasure": Keep("so there")}, "calendars.CalendarEntry: cannot be deleted: calendars.Attendance"),
        (Meeting, {"erasure": Delete()}, "actions.ActionItem refers to it by meeting"),
        (Document, {"erasure": Delete()}, "meetings.Meeting refers to it by note"),
    ],
)
def test_what_would_not_hold_is_told(broken: Break, model: type, changes: dict[str, Any], said: str) -> None:
    found = broken(model, **changes)

    assert any(said in fault for fault in found) if said else found == []


def test_rows_without_a_model_cannot_be_exported(broken: Break) -> None:
    table = PersonalData(
        model=OutsideTable("boxes", "mailbox"), export=of("person"), erasure=Delete(), retention=FOREVER
    )

    assert "mailbox.boxes: rows of a table without a model cannot be found" in broken(None, table)


def test_rows_of_what_is_nobodys_are_not_asked_for() -> None:
    rule = PersonalData(model=Organization, export=NotPersonal("of all"), retention=FOREVER)

    with pytest.raises(TypeError):
        rows.rows_of(Organization().pk, rule)


@pytest.fixture
def everything(cast: Cast) -> Scene:
    """One row of each kind, most of them the member's."""
    scene = Scene(cast)
    kinds = [name for name, value in vars(Scene).items() if isinstance(value, functools.cached_property)]
    for kind in kinds:
        getattr(scene, kind)
    return scene


@pytest.mark.django_db
class TestCarriedOut:
    def test_every_table_of_the_database_has_a_model(self) -> None:
        """So that a rule for every model is one for every table."""
        known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

        assert set(connection.introspection.table_names()) <= known | {"django_migrations"}

    def test_somebody_gets_all_that_is_theirs_and_no_secret(self, everything: Scene) -> None:
        found = {table.label: table.rows for table in rows.export_of(everything.cast.member.pk)}

        assert {"people.Person", "pairs.Pair", "meetings.AgendaItem", "growth.ThankYouNote"} <= found.keys()
        assert [row["id"] for row in found["people.Person"]] == [everything.cast.member.pk]
        assert "password" not in found["people.Person"][0]
        assert "credentials" not in found["calendars.Connection"][0]

    def test_a_row_to_which_two_paths_lead_comes_once(self, everything: Scene) -> None:
        found = {table.label: table.rows for table in rows.export_of(everything.cast.member.pk)}

        assert len(found["pairs.Proposal"]) == 1

    def test_an_outsider_gets_nothing_of_the_two(self, everything: Scene) -> None:
        found = {table.label for table in rows.export_of(everything.cast.stranger.pk)}

        assert not {label for label in found if label.split(".")[0] in {"pairs", "meetings", "growth", "feedback"}}

    @pytest.mark.parametrize("who", ["member", "manager", "hr"])
    def test_an_erasure_can_be_carried_out(self, everything: Scene, who: str) -> None:
        person = getattr(everything.cast, who)

        rows.carry_out(rows.plan_erasure(person.pk), now=timezone.now())

        person.refresh_from_db()
        assert (person.email, person.family_name, person.introduction) == (None, "", "")
        deleted = [rule for rule in rows.list_rules() if rule.erasures == (Delete(),)]
        assert not [rule.label for rule in deleted if rows.rows_of(person.pk, rule).exists()]

    def test_it_takes_nothing_of_the_other(self, everything: Scene) -> None:
        item = everything.item
        item.__class__.objects.filter(pk=item.pk).update(comment="相談です", owner=everything.cast.member)

        rows.carry_out(rows.plan_erasure(everything.cast.manager.pk), now=timezone.now())

        item.refresh_from_db()
        assert item.comment == "相談です"
        assert everything.pair.__class__.objects.filter(pk=everything.pair.pk).exists()
        assert everything.thank_you_note.__class__.objects.filter(pk=everything.thank_you_note.pk).exists()

    def test_own_notes_cannot_be_opened_any_more_and_those_of_the_two_can(self, everything: Scene) -> None:
        now = timezone.now()
        own = private_circle_of(person=everything.cast.member, now=now)
        shared = everything.pair.circle_id

        rows.carry_out(rows.plan_erasure(everything.cast.member.pk), now=now)

        with pytest.raises(KeyDestroyed):
            data_key(own.pk)
        assert data_key(shared)
