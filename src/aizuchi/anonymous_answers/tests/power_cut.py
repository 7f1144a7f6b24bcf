"""Answers of six people, and the tick that releases their quarter; at each step, what a power cut would have left.

python -m aizuchi.anonymous_answers.tests.power_cut COPIES [--careless]

The copies are those of the notes' power cuts. The mailbox is on the disk with every commit of its own. Prints as JSON
what is in each copy, and what the next tick makes of it. `--careless` ticks as if nothing had to be waited for.
"""

import contextlib
import json
import secrets
import sys
from importlib import import_module
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from tests.factories import PairFactory, PersonFactory  # noqa: E402

from aizuchi.anonymous_answers import mailbox  # noqa: E402
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility, WindowKey  # noqa: E402
from aizuchi.anonymous_answers.operations import run_release  # noqa: E402
from aizuchi.anonymous_answers.operations.keys import ensure_key  # noqa: E402
from aizuchi.anonymous_answers.operations.run_release import open_sealed_answers  # noqa: E402
from aizuchi.anonymous_answers.sealed_answers import hash_token  # noqa: E402
from aizuchi.anonymous_answers.tests.conftest import NOW, seal_for  # noqa: E402
from aizuchi.anonymous_answers.tests.test_run_release import METS, OVER, WEEK  # noqa: E402
from aizuchi.feedback.models import Block  # noqa: E402
from aizuchi.feedback.tests.test_eligibility import close  # noqa: E402
from aizuchi.kernel import keys  # noqa: E402
from aizuchi.kernel.jobs.each import FailedItems  # noqa: E402
from aizuchi.notes.tests.power_cut import KEYS, Disk, watch  # noqa: E402
from aizuchi.people.models import Organization  # noqa: E402

MAILBOX = "mailbox.sqlite3"
STEPS = import_module("aizuchi.anonymous_answers.operations.run_release")


def leave_answers() -> None:
    PersonFactory.reset_sequence(1_000, force=True)  # the cast has the first numbers
    organization = Organization.objects.order_by("pk").first()
    mentor = PersonFactory(organization=organization)
    for met in METS:
        mentee = PersonFactory(organization=organization)
        close(PairFactory(mentee=mentee, mentor=mentor, kind="mentor"))
        eligibility, token = Eligibility.objects.select_related("window").get(person=mentee), secrets.token_bytes(32)
        key = ensure_key(window_id=eligibility.window_id, subject_id=mentor.pk, now=NOW)
        sealed = seal_for(eligibility, key, token=token, met=met)
        mailbox.put(mailbox.SealedAnswer(hash_token(token), mentor.pk, eligibility.window_id, sealed))


def look() -> dict[str, int]:
    windows = list(AnswerWindow.objects.all())
    return {
        "sums": Block.objects.filter(level=Block.Level.OVERALL).count(),
        "sealed_answers": len(list(mailbox.list_sealed_answers(window.pk for window in windows))),
        "answers": sum(map(len, open_sealed_answers(windows, aside=FailedItems()).values())),
        "keys": WindowKey.objects.exclude(sealing_private=b"").count(),
    }


def move_to(folder: Path) -> None:
    settings.KEY_FILE = str(folder / KEYS)
    for alias, name in (("default", "aizuchi.sqlite3"), (mailbox.ALIAS, MAILBOX)):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = str(folder / name)
    keys.forget_keys()


def go_on(folder: Path) -> dict[str, dict[str, int]]:
    """With what lies in this folder, and nothing else."""
    move_to(folder)
    found = look()
    run_release(now=OVER + 2 * WEEK)
    return {"found": found, "after": look()}


def main(copies: str, *how: str) -> None:
    leave_answers()
    run_release(now=OVER)
    if "--careless" in how:
        STEPS.durable_commits = contextlib.nullcontext  # type: ignore[attr-defined]
    disk = Disk(Path(settings.HOME), Path(copies), synced=(KEYS, MAILBOX))
    watch(STEPS, "_release_if_due", disk, disk.note_commit)
    watch(mailbox, "destroy_sealed_answers", disk)
    watch(STEPS, "destroy_keys", disk, disk.note_commit)
    watch(mailbox, "rewrite", disk)
    run_release(now=OVER + WEEK)
    disk.copy("done")
    told = {folder.name: go_on(folder) for folder in sorted(Path(copies).iterdir()) if folder.is_dir()}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
