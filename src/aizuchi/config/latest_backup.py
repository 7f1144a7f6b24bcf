"""When `aizuchi backup` last made a whole one: for `aizuchi check`, and for whoever watches."""

import datetime
import json
from pathlib import Path

from django.conf import settings

from aizuchi.config.backups.files_on_disk import written_whole


def _path() -> Path:
    return Path(settings.HOME) / "backups" / "latest.json"


def note_backup(*, now: datetime.datetime) -> None:
    path = _path()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with written_whole(path) as file:
        file.write(json.dumps({"at": now.isoformat()}).encode())


def read_latest_backup() -> datetime.datetime | None:
    """None, too, where the note cannot be read: then nobody can say."""
    try:
        at = datetime.datetime.fromisoformat(json.loads(_path().read_text())["at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return at if at.tzinfo else None
