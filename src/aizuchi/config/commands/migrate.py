"""Bringing the database up to date; nodes that start together take turns."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from aizuchi.anonymous_answers.mailbox import make_mailbox
from aizuchi.config.backups.samples import KeysDoNotOpen, open_samples, take_samples
from aizuchi.config.backups.sqlite import DiskTooFull
from aizuchi.config.backups.swap import is_prepared
from aizuchi.config.backups.upgrading import FOLDER, NOTE, Upgrade, UpgradeFailed, UpgradeRuns
from aizuchi.config.commands.backup import say_no_room
from aizuchi.config.commands.terminal import CommandFailed, say, show_progress
from aizuchi.config.data_folder import is_anything_there
from aizuchi.kernel.key_file import KeyFileMissing, read_keys
from aizuchi.kernel.keys import key_path

LOCK = 0x41495A55  # "AIZU": any number will do, as long as all nodes use the same


AFTER_BROKEN_UPGRADE = {"serve", "upgrade", "check", "restore"}
AFTER_CUT_RESTORE = {"check", "restore"}


AS_IT_IS = {"backup", "first_link", "keys", "manage", "retention"}
"""Commands that take the database as it is; all others bring it up to date, or ask that it is."""
ONLY_TELLS = {"", "help", "version", "--help", "-h", "--version", "check", "showmigrations"}
"""Of Django's own commands."""


class NotUpToDate(Exception):
    """After a migration something is not as it should be; carries what."""


def count_waiting_migrations() -> int:
    return len(list_waiting_migrations())


def list_waiting_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def told_of_another_version() -> str:
    return _(
        "The data folder or database was made by another version of Aizuchi: a newer one, or one from before the first"
        " release. Nothing was changed."
    )


def list_unknown_migrations() -> list[str]:
    """What was applied to this database and is not part of this program: it belongs to another version."""
    loader = MigrationExecutor(connection).loader
    return sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations) - set(loader.disk_migrations))


def bring_up_to_date() -> None:
    """Raises CommandFailed, and touches nothing, where the database belongs to another version of the program."""
    with _sentences():
        if list_unknown_migrations():
            raise CommandFailed(told_of_another_version())
        upgrade = Upgrade(home=settings.HOME, database=Path(connection.settings_dict["NAME"]))
        if connection.vendor == "sqlite" and upgrade.step():
            say(_("An upgrade was cut off. It is taken back, and begins anew."))
        elif not count_waiting_migrations():
            shutil.rmtree(settings.HOME / FOLDER, ignore_errors=True)  # a copy of one that was cut off at its very end
            return
        say(_("Bringing the database up to date."))
        if connection.vendor == "sqlite" and has_tables():
            connection.close()
            upgrade.run(migrate=migrate, verify=verify, progress=lambda share: show_progress(share, ""))
        else:
            _migrate_told()


def _migrate_told() -> None:
    try:
        migrate()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # whatever a migration may throw
        raise CommandFailed(_("A migration failed (%(error)s).") % {"error": error}) from error


def require_up_to_date() -> None:
    """For a server that is told not to migrate: it must not meet tables that it does not know. Raises CommandFailed."""
    with _sentences():
        if list_unknown_migrations():
            raise CommandFailed(told_of_another_version())
        upgrade = Upgrade(home=settings.HOME, database=Path(connection.settings_dict["NAME"]))
        if count_waiting_migrations() or (connection.vendor == "sqlite" and upgrade.step()):
            raise CommandFailed(_("The database is older than the program. Run: aizuchi upgrade"))


def refuse_another_version(command: str, arguments: Sequence[str] = ()) -> None:
    """Whatever an older program did with what it does not know would be half done. Raises CommandFailed."""
    only_tells = command == "manage" and (arguments[0] if arguments else "") in ONLY_TELLS
    if command not in AS_IT_IS or only_tells or not is_anything_there():
        return
    with _sentences():
        if list_unknown_migrations():
            raise CommandFailed(told_of_another_version())


def refuse_after_cut(command: str) -> None:
    """What were written now would be lost when the upgrade is taken back or the restore ends. Raises CommandFailed."""
    if command not in AFTER_CUT_RESTORE and is_prepared(settings.HOME):
        raise CommandFailed(_("A restore was cut off. Run it again first: aizuchi restore"))
    if command not in AFTER_BROKEN_UPGRADE and (settings.HOME / NOTE).exists():
        raise CommandFailed(_("An upgrade was cut off. Run first: aizuchi upgrade"))


def has_tables() -> bool:
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def migrate() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate", interactive=False, verbosity=0)
        make_mailbox()
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def verify() -> None:
    """Raises NotUpToDate or KeysDoNotOpen."""
    if waiting := list_waiting_migrations():
        raise NotUpToDate(waiting[0])
    connections.close_all()
    with closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as database:
        told = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if told != "ok":
            raise NotUpToDate(told)
        keys = read_keys(key_path()) if key_path().exists() else {}
        open_samples(take_samples(database.execute), keys)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise CommandFailed(_say_what_the_database_said(error)) from error
    except UpgradeRuns as error:
        raise CommandFailed(_("An upgrade runs already. This one was not begun.")) from error
    except DiskTooFull as error:
        raise CommandFailed(say_no_room(error)) from error
    except UpgradeFailed as error:
        raise CommandFailed(say_taken_back(error)) from error


def _say_what_the_database_said(error: DatabaseError) -> str:
    if isinstance(error.__cause__, psycopg.errors.DiskFull) or "disk is full" in str(error):  # the latter by SQLite
        return _("The disk of the database is full (%(error)s). Make room there, and try again.") % {"error": error}
    return _("The database does not answer: %(error)s") % {"error": error}


def say_taken_back(error: UpgradeFailed) -> str:
    cause = error.__cause__
    why = _("keys do not open the notes") if isinstance(cause, KeysDoNotOpen | KeyFileMissing) else str(cause)
    return _(
        "The upgrade failed (%(error)s). The database was taken back: it is as it was before, for the version that was"
        " here before."
    ) % {"error": why}
