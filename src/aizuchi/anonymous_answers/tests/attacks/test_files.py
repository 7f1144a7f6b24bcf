import datetime
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from tests.cast import Cast
from tests.factories import PairFactory

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.models import Eligibility
from aizuchi.anonymous_answers.operations import run_release
from aizuchi.anonymous_answers.operations.keys import ensure_key
from aizuchi.anonymous_answers.periods import quarter_closes
from aizuchi.anonymous_answers.tests.attacks.files import (
    MENTOR,
    WINDOW,
    attack_postgres,
    attack_sqlite,
    make_boxes,
    order_in_files,
    put_all,
)
from aizuchi.anonymous_answers.tests.conftest import NOW, AnswerCard
from aizuchi.anonymous_answers.tests.test_answer_addresses import as_sent
from aizuchi.feedback.models import WaitingAnswers
from aizuchi.feedback.tests.test_eligibility import close

ORDERLESS = 0.6  # of 24 boxes, chance alone leaves the share of pairs in order below this

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about files of SQLite")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


@on_sqlite
def test_the_file_does_not_tell_in_which_order_boxes_came(mailbox: Path) -> None:
    ordinary, within_the_hour, after = attack_sqlite(mailbox.parent, count=24)

    assert ordinary.success == 1.0
    assert within_the_hour.trials == after.trials == ordinary.trials
    assert after.success < ORDERLESS + 0.05


@on_sqlite
def test_the_table_has_no_row_numbers_and_leaves_no_journal(mailbox: Path) -> None:
    put_all(make_boxes(5))

    with sqlite3.connect(mailbox) as stolen, pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
        stolen.execute("SELECT rowid FROM sealed_answer")
    beside = [path for path in mailbox.parent.glob("mailbox.sqlite3?*") if path.stat().st_size]
    assert beside == []


@on_sqlite
def test_what_was_destroyed_is_in_no_file_any_more(mailbox: Path) -> None:
    sheets = make_boxes(20)
    put_all(sheets)
    assert len(order_in_files(mailbox.parent, sheets)) == 20

    box_store.destroy_sealed_answers([(WINDOW, MENTOR)])
    assert order_in_files(mailbox.parent, sheets) == []  # not even before the file is rewritten

    box_store.rewrite()
    with sqlite3.connect(mailbox) as stolen:
        assert stolen.execute("PRAGMA freelist_count").fetchone() == (0,)


@on_postgres
def test_the_server_does_not_tell_in_which_order_boxes_came(mailbox: Path) -> None:
    results = {result.attack: result for result in attack_postgres(count=24)}

    after = [result for name, result in results.items() if "after the hour" in name]
    assert results["an ordinary PostgreSQL table: order of ctid"].success == 1.0
    assert all(result.success < ORDERLESS + 0.1 for result in after)
    if within := results.get("PostgreSQL, within the hour: boxes in the write-ahead log"):
        assert within.hits == 0


@on_postgres
def test_one_transaction_wrote_everything_after_a_tick(mailbox: Path) -> None:
    put_all(make_boxes(5))
    box_store.settle()
    put_all(make_boxes(5, seed=9))
    box_store.rewrite()

    with box_store._connection().cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM sealed_answer")
        assert cursor.fetchone() == (1, 10)


# Two backups, and all that is logged


def dump() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that a backup has."""
    return {
        model._meta.db_table: sorted(model._base_manager.values_list(), key=repr)
        for model in apps.get_models()
        if not model._meta.proxy and model._meta.managed
    }


@pytest.fixture
def voice(
    cast: Cast, mailbox: Path, answer_of: Callable[..., AnswerCard], monkeypatch: pytest.MonkeyPatch
) -> AnswerCard:
    monkeypatch.setattr("aizuchi.anonymous_answers.views.timezone.now", lambda: NOW)
    close(PairFactory(mentee=cast.member, mentor=cast.manager))
    return answer_of(Eligibility.objects.get())


def test_two_backups_around_an_answer_are_the_same(voice: AnswerCard) -> None:
    before = dump()

    Client().post("/feedback/", as_sent(voice), content_type="application/json", REMOTE_ADDR="10.98.76.54")

    assert dump() == before


def test_two_backups_around_a_fetched_token_are_the_same(
    cast: Cast, voice: AnswerCard, client_for: Callable[..., Client]
) -> None:
    client, before = client_for(cast.member), None
    for number in range(2):
        client.post(
            f"/feedback/sign/{voice.eligibility.window_id}/{voice.eligibility.subject_id}/",
            {"blinded": "AQ" + "A" * 509 + str(number)},
            content_type="application/json",
        )
        before = before or dump()

    assert dump() == before


def test_two_backups_after_a_quarter_do_not_tell_whether_what_waits_was_given(
    cast: Cast, leave_box: Callable[..., None]
) -> None:
    """Of two people who could answer: none did, or both."""
    for person in (cast.member, cast.peer):
        close(PairFactory(mentee=person, mentor=cast.manager, kind="mentor"))
    rights = list(Eligibility.objects.select_related("window"))
    ensure_key(window_id=rights[0].window_id, subject_id=cast.manager.pk, now=NOW)
    over = datetime.datetime.combine(quarter_closes(rights[0].window.quarter_on), datetime.time(18), datetime.UTC)
    backups = []
    for answered in ([], rights):
        for right in answered:
            leave_box(right)
        with transaction.atomic():
            for now in (over, over + datetime.timedelta(days=7)):
                run_release(now=now)
            backups.append(dump_without_keys())
            transaction.set_rollback(True)

    assert backups[0] == backups[1]
    assert WaitingAnswers._meta.db_table in backups[0]


def dump_without_keys() -> dict[str, list[tuple[object, ...]]]:
    """Of these two apps; keys of rows are random or count up."""
    return {
        model._meta.db_table: sorted(
            model._base_manager.values_list(*(field.name for field in model._meta.fields if not field.primary_key)),
            key=repr,
        )
        for name in ("anonymous_answers", "feedback")
        for model in apps.get_app_config(name).get_models()
        if model._base_manager.exists()
    }


def test_no_log_has_a_token_or_an_address(voice: AnswerCard, caplog: pytest.LogCaptureFixture) -> None:
    for body in (as_sent(voice), as_sent(voice), as_sent(voice, signature="AAAA"), "{", ""):
        Client(raise_request_exception=False).post(
            "/feedback/", body, content_type="application/json", REMOTE_ADDR="10.98.76.54"
        )

    said = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert [line for line in said if "/feedback/" in line or "10.98.76.54" in line or voice.token.hex() in line] == []
