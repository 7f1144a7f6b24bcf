"""What `aizuchi check` says of the mailbox. Whoever looks makes nothing."""

from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation

from aizuchi.anonymous_answers import mailbox as box_store
from aizuchi.anonymous_answers.checks import find_problems

pytestmark = pytest.mark.database


def say() -> list[tuple[str, bool]]:
    with translation.override("en"):
        return [(problem.what, problem.is_serious) for problem in find_problems()]


def test_one_that_is_there_is_fine(mailbox: Path) -> None:
    assert say() == []


def test_a_missing_one_is_told_and_not_made(mailbox: Path) -> None:
    connection = connections[box_store.ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA mailbox CASCADE")
    else:
        connection.close()
        mailbox.unlink()

    assert say() == [("There is no mailbox for anonymous answers yet, as after a restore.", False)]
    assert not box_store.is_made()
    assert not mailbox.exists()

    box_store.make_mailbox()
    assert say() == []
