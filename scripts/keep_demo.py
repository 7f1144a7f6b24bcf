"""Keeps a small installation of this state: every later state must be able to bring it up to date and to show it.

    python -m scripts.keep_demo NAME      makes tests/fixtures/upgrade/NAME.tar.xz

It holds a data folder whole: both databases, the files, the mails' outbox, and keys, which protect nothing and are no
secret. One thing of each kind is in it, among nine people. It says which tables stayed empty.
"""

import contextlib
import datetime
import functools
import json
import lzma
import os
import sqlite3
import sys
import tarfile
import tempfile
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "fixtures" / "upgrade"
MOST_BYTES = 300_000
PARTICULAR: dict[str, dict[str, Any]] = {
    "availability.TimeRule": {"starts_minute": 540, "ends_minute": 600},
    "feedback.Block": {"level": "overall", "people": 5, "answers": 5}
    | {f"{what}_{mark}": 1 for what in ("met", "moved") for mark in range(1, 6)},
}
"""Where a database asks for more than any value."""


def keep(name: str) -> None:
    home = Path(tempfile.mkdtemp(prefix="aizuchi-keep-"))
    os.environ |= {"AIZUCHI_HOME": str(home), "AIZUCHI_DATABASE_URL": "", "AIZUCHI_SECRET_KEY": ""}
    os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"
    import django

    django.setup()
    fill(home)
    for database in home.glob("*.sqlite3"):
        settle(database)
    content = pack(home)
    if len(content) > MOST_BYTES:
        raise SystemExit(f"{len(content)} bytes are more than {MOST_BYTES}")
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.tar.xz").write_bytes(content)
    print(f"{KEPT / name}.tar.xz: {len(content) // 1000} kB")


def fill(home: Path) -> None:
    from django.core.management import call_command
    from django.db import connections, transaction
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        made = make_everything()
        empty = fill_empty_tables()
    (home / "kept.json").write_text(json.dumps(made | {"at": timezone.now().isoformat()}))
    for model in empty:
        print(f"    empty: {model}")
    connections.close_all()


def make_everything() -> dict[str, str]:
    """What a test asks for by name: who, their pair, words that can still be read."""
    from django.contrib.auth.hashers import make_password
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone
    from PIL import Image
    from tests.cast import make_cast
    from tests.factories import DocumentFactory
    from tests.scene import Scene

    from aizuchi.anonymous_answers import mailbox
    from aizuchi.audit.sealing import list_organizations_waiting, seal_waiting_entries
    from aizuchi.meetings.operations.openings import Opened, record_openings
    from aizuchi.notes.operations import private_circle_of, write_text
    from aizuchi.people.operations.profile import set_photo

    now = timezone.now()
    cast = make_cast()
    scene = Scene(cast)
    for kind, value in vars(Scene).items():
        if isinstance(value, functools.cached_property):
            getattr(scene, kind)
    for person in cast.everybody:
        person.password = make_password("aizuchi-kept")
        person.save(update_fields=["password"])
    picture = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(picture, "PNG")
    photo = SimpleUploadedFile("me.png", picture.getvalue())
    set_photo(actor=cast.member, file=photo, size=len(picture.getvalue()), now=now)
    cast.member.refresh_from_db()
    own = DocumentFactory(circle=private_circle_of(person=cast.member, now=now))
    write_text(document_id=scene.document.pk, text="二人で決めたこと", actor=cast.member, now=now)
    write_text(document_id=own.pk, text="自分だけのこと", actor=cast.member, now=now)
    record_openings([Opened(scene.meeting.pk, cast.manager.pk, now)])
    mailbox.put(mailbox.SealedAnswer(bytes(32), cast.manager.pk, scene.window.pk, bytes(3153)))
    for organization_id in list_organizations_waiting():
        seal_waiting_entries(organization_id=organization_id)
    named = {
        "member": cast.member, "manager": cast.manager, "hr": cast.hr, "administrator": cast.administrator,
        "pair": scene.pair, "meeting": scene.meeting, "held_meeting": scene.held_meeting, "document": scene.document,
        "own_document": own,
    }  # fmt: skip
    return {name: str(one.pk) for name, one in named.items()}


def fill_empty_tables() -> list[str]:
    """A row of any content for each, parents first; which tables would not take one."""
    from django.apps import apps
    from django.db import DatabaseError, transaction

    ours = [model for model in apps.get_models() if model.__module__.startswith("aizuchi.")]
    for _round in range(2):
        for model in ours:
            if not model._base_manager.exists():
                with contextlib.suppress(DatabaseError, LookupError), transaction.atomic():
                    model._base_manager.create(**any_values(model) | PARTICULAR.get(model._meta.label, {}))
    return [str(model._meta.label) for model in ours if not model._base_manager.exists()]


def any_values(model: Any) -> dict[str, Any]:
    """Raises LookupError where a row that it must refer to is missing."""
    return {
        column.name: any_value(column)
        for column in model._meta.concrete_fields
        if not column.has_default() and not column.null and not getattr(column, "auto_created", False)
    }


def any_value(column: Any) -> Any:
    from django.db import models
    from django.utils import timezone

    if column.remote_field:
        taken = [] if not column.unique else column.model._base_manager.values_list(column.name, flat=True)
        found = column.remote_field.model._base_manager.exclude(pk__in=list(taken)).first()
        if found is None:
            raise LookupError(column)
        return found
    if column.choices:
        return column.choices[-1][0]
    kinds: dict[type, Any] = {
        models.DateTimeField: timezone.now(),
        models.DateField: timezone.localdate(),
        models.TimeField: datetime.time(9),
        models.UUIDField: uuid.uuid4(),
        models.BinaryField: b"kept",
        models.BooleanField: False,
        models.JSONField: {},
        models.FloatField: 0.5,
        models.IntegerField: 1,
        models.EmailField: "kept@example.jp",
        models.CharField: "kept",
        models.TextField: "kept",
    }
    return next(value for kind, value in kinds.items() if isinstance(column, kind))


def settle(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("VACUUM")
    connection.close()


def pack(home: Path) -> bytes:
    """Without who made it and when, so that the same folder gives the same bytes."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(home.rglob("*")):
            if path.name.endswith((".log", "-wal", "-shm")) or "static" in path.relative_to(home).parts:
                continue
            archive.add(path, arcname=str(path.relative_to(home)), recursive=False, filter=_nobodys)
    return lzma.compress(out.getvalue(), preset=9 | lzma.PRESET_EXTREME)


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC).timestamp()
    return entry


if __name__ == "__main__":
    keep(sys.argv[1])
