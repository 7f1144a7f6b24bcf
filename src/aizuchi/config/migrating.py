"""On PostgreSQL a migration and Django's note about it are there together or not at all.

Django writes the note in another transaction where a migration makes foreign keys. Cut between the two, the next run
would find tables that it believes to be missing. SQLite is taken back to a copy instead, see backups/upgrading.py.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState


class NotingExecutor(MigrationExecutor):
    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        if self.connection.vendor != "postgresql" or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with transaction.atomic(self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


class QuickState(ProjectState):
    """Builds anew only the model that becomes another.

    Django builds all models anew that lead to a new one in any number of steps: all of ours, for each of our tables. No
    row leads to a new table yet, and nothing looks at another table's constraints. Whatever else wants to have models
    as they are, such as a function of a migration, gets all of them built anew, because they count as delayed.
    """

    def add_model(self, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        self.models[key] = model_state
        whole: Any = self  # the stubs leave out what is only Django's own
        if whole._relations is not None:
            whole.resolve_model_relations(key)
        self._build_anew(key)

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        state = self.models[app_label, model_name]
        state.options[option_name] = [*state.options[option_name], obj]
        self._build_anew((app_label, model_name))

    def _build_anew(self, key: tuple[str, str]) -> None:
        if "apps" in vars(self):  # to ask for it would build all of them
            whole: Any = self
            whole.is_delayed = True
            whole._reload({key})


def install() -> None:
    replaced: Any = migrate
    replaced.MigrationExecutor = NotingExecutor  # Django asks nobody else which one to take
    for name in ("add_model", "_append_option", "_build_anew"):
        setattr(ProjectState, name, vars(QuickState)[name])
