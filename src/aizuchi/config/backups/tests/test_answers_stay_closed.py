"""No backup opens an answer that was given without a name: not with the mailbox of that day, nor with all keys."""

import gzip
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction
from tests.factories import OrganizationFactory, PairFactory, PersonFactory

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, WindowKey
from aizuchi.anonymous_answers.operations.keys import ensure_key, open_sealing_key
from aizuchi.anonymous_answers.operations.run_release import open_sealed_answers
from aizuchi.anonymous_answers.sealed_answers import hash_token
from aizuchi.anonymous_answers.tests.conftest import NOW, seal_for
from aizuchi.config.backups.tests.conftest import Living
from aizuchi.config.backups.tests.test_backup_and_restore import open_by_hand
from aizuchi.feedback.tests.test_eligibility import close
from aizuchi.kernel.jobs.each import FailedItems
from aizuchi.kernel.keys import forget_keys

pytestmark = pytest.mark.database


def mailbox_in(home: Path) -> None:
    connections[mailbox.ALIAS].close()
    connections[mailbox.ALIAS].settings_dict["NAME"] = str(home / "mailbox.sqlite3")


@pytest.fixture
def answered(living: Living) -> Iterator[Living]:
    """Somebody answered, and the box waits for its quarter to end."""
    usual = connections[mailbox.ALIAS]
    connections[mailbox.ALIAS] = type(usual)(usual.settings_dict.copy(), "mailbox of this test")
    mailbox_in(living.home)
    with transaction.atomic():
        organization = OrganizationFactory()
        mentor, mentee = PersonFactory(organization=organization), PersonFactory(organization=organization)
        close(PairFactory(mentee=mentee, mentor=mentor, kind="mentor"))
    right, token = Eligibility.objects.select_related("window").get(person=mentee), secrets.token_bytes(32)
    key = ensure_key(window_id=right.window_id, subject_id=mentor.pk, now=NOW)
    mailbox.put(
        mailbox.SealedAnswer(hash_token(token), mentor.pk, right.window_id, seal_for(right, key, token=token, met=4))
    )
    yield living
    connections[mailbox.ALIAS].close()
    connections[mailbox.ALIAS] = usual


def count_answers() -> int:
    forget_keys()
    windows = list(AnswerWindow.objects.all())
    return sum(map(len, open_sealed_answers(windows, aside=FailedItems()).values()))


def test_with_the_mailbox_of_that_day_and_all_keys_it_opens_no_answer(
    answered: Living, empty: Callable[[], Path]
) -> None:
    assert count_answers() == 1  # here it does
    stolen = shutil.copy(answered.home / "mailbox.sqlite3", answered.target.parent / "stolen")
    made = answered.backup()

    answered.move_to(empty())
    answered.restore(made)
    shutil.copy(stolen, answered.home / "mailbox.sqlite3")
    mailbox_in(answered.home)

    assert len(list(mailbox.list_sealed_answers(AnswerWindow.objects.values_list("pk", flat=True)))) == 1
    assert count_answers() == 0


def test_the_keys_of_answers_are_nowhere_in_it(answered: Living) -> None:
    key, made = WindowKey.objects.get(), answered.backup()
    database = b"".join(
        gzip.decompress(content) for name, content in open_by_hand(made.path).items() if name.startswith("database/")
    )

    lying_here = answered.database.read_bytes() + (answered.home / "aizuchi.sqlite3-wal").read_bytes()
    assert bytes(key.sealing_public) in lying_here
    assert bytes(key.sealing_public) not in database
    assert bytes(key.sealing_private) not in database
    assert bytes(key.signing_private)[:200] not in database


def test_the_mailbox_is_in_neither_file(answered: Living) -> None:
    made = answered.backup()

    names = set(open_by_hand(made.path)) | set(open_by_hand(made.keys_path))
    assert not any("mailbox" in name for name in names)


def test_after_a_restore_answers_are_taken_again_under_other_keys(answered: Living, empty: Callable[[], Path]) -> None:
    before, made = WindowKey.objects.get(), answered.backup()
    answered.move_to(empty())
    answered.restore(made)
    mailbox_in(answered.home)

    key = ensure_key(window_id=before.window_id, subject_id=before.subject_id, now=NOW)

    assert key.fingerprint != before.fingerprint  # so that tokens of before are worth nothing, and two are the most
    assert open_sealing_key(key)
