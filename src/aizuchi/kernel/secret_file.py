"""Secrets that an installation makes for itself once and keeps in its data folder."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """The secret in `path`, made on first use with mode 0600."""
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    _make_secret(path)
    return path.read_text().strip()


def _make_secret(path: Path) -> None:
    """Under its name it appears as a whole and on the disk: nobody reads half of it, no power cut leaves it empty."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # for its user only
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # a second process was faster
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
