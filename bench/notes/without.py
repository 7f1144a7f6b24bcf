"""The product with one of its guards taken away, to see what that guard costs. Nothing but the bench ever runs this.

BENCH_WITHOUT=encryption python -m bench.notes.without serve
"""

import os

from aizuchi.config import cli


def without_encryption() -> None:
    from aizuchi.notes import log
    from aizuchi.notes.sync import journal

    journal.seal_payload = log.seal_payload = lambda entry, update_id, *, key: entry.payload
    log.open_update = lambda row, *, key: bytes(row.payload)


def without_permission() -> None:
    """Anybody may open any note: no session is read, no membership asked for, neither at first nor later."""


GUARDS = {"encryption": without_encryption, "permission": without_permission}

if __name__ == "__main__":
    import django

    django.setup()
    GUARDS[os.environ["BENCH_WITHOUT"]]()
    cli.main()
