"""The product with one of its guards taken away, to see what that guard costs. Nothing but the bench ever runs this.

BENCH_WITHOUT=encryption python -m bench.notes.without serve
"""

import os
import uuid

import django

from aizuchi.config import cli


def take_away_encryption() -> None:
    from aizuchi.notes import log
    from aizuchi.notes.sync import journal

    journal.seal_payload = lambda entry, update_id, *, key: entry.payload  # type: ignore[assignment]
    log.open_update = lambda row, *, key: bytes(row.payload)  # type: ignore[assignment]
    log.Opener.open = lambda self, sealed, place: sealed  # type: ignore[method-assign]


def take_away_permission() -> None:
    """Anybody opens any note: no session is read and no membership, neither at first nor later."""
    from aizuchi.notes.sync import storage
    from aizuchi.notes.sync.connection import NoteAccess

    somebody = NoteAccess(uuid.uuid4(), "", "", 0, may_write=True)
    storage.load_accesses = lambda wishes: [somebody for _ in wishes]  # type: ignore[assignment]
    storage.have_all_kept_their_rights = lambda accesses: True  # type: ignore[assignment]


GUARDS = {"encryption": take_away_encryption, "permission": take_away_permission}

if __name__ == "__main__":
    django.setup()
    GUARDS[os.environ["BENCH_WITHOUT"]]()
    cli.main()
