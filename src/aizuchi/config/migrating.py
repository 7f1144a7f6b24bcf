"""On PostgreSQL a migration and Django's note about it are there together or not at all.

Django writes the note in another transaction where a migration makes foreign keys. Cut between the two, the next run
would find tables that it believes to be missing. SQLite is taken back to a copy instead, see backups/upgrading.py.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class NotingExecutor(MigrationExecutor):
    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if self.connection.vendor != "postgresql" or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with transaction.atomic(self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


def install() -> None:
    replaced: Any = migrate
    replaced.MigrationExecutor = NotingExecutor  # Django asks nobody else which one to take
