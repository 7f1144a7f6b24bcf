"""Bringing the database up to date; nodes that start together take turns."""

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from aizuchi.anonymous_answers.mailbox import make_mailbox
from aizuchi.config.commands.terminal import CommandFailed, say

LOCK = 0x41495A55  # "AIZU": any number will do, as long as all nodes use the same


def count_waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


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
    try:
        if list_unknown_migrations():
            raise CommandFailed(told_of_another_version())
        if not count_waiting_migrations():
            return
        say(_("Bringing the database up to date."))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            call_command("migrate", interactive=False, verbosity=0)
            make_mailbox()
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    except DatabaseError as error:
        raise CommandFailed(_("The database does not answer: %(error)s") % {"error": error}) from error
