"""The data folder as commands meet it: some may begin one, others find one and leave no trace where none is."""

import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from aizuchi.config.backups.swap import finish_moving
from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.kernel.secret_file import read_or_make_secret

DATABASE = "aizuchi.sqlite3"

_is_made_where_missing = True


def only_look() -> None:
    """For a command that makes no folder, to be said before Django's settings are read."""
    global _is_made_where_missing
    _is_made_where_missing = False


def open_home(home: Path) -> Path:
    if _is_made_where_missing:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    finish_moving(home)  # of a restore that was broken off: before anything in it is read or made
    return home


def find_secret(home: Path) -> str:
    """One that nothing is ever signed with where a command may not leave one behind."""
    path = home / "secret_key"
    if _is_made_where_missing or path.exists() or (home / DATABASE).exists():
        return read_or_make_secret(path)
    return secrets.token_urlsafe(50)


def is_anything_there() -> bool:
    """Where a server holds the database, the folder is made by whoever serves first."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return Path(settings.HOME).is_dir()


def refuse_where_nothing_is() -> None:
    """Raises CommandFailed."""
    if not is_anything_there():
        raise CommandFailed(f"{say_nothing_is_there()} {say_where_to_look()}")


def say_nothing_is_there() -> str:
    return _("There is no installation in %(folder)s.") % {"folder": settings.HOME}


def say_where_to_look() -> str:
    return _("Name its data folder in AIZUCHI_HOME; or begin a new one there with: aizuchi serve")
