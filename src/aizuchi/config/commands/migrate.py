"""Bringing the database up to date; nodes that start together take turns."""

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.feedback.mailbox import make_mailbox

LOCK = 0x41495A55  # "AIZU": any number will do, as long as all nodes use the same


def count_waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    try:
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
