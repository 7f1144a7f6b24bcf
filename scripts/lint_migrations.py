"""Refuses migrations that would break the version before them, which runs beside the new one for a while.

    python -m scripts.lint_migrations            says what is wrong
    python -m scripts.lint_migrations --exempt   takes all there are now as they are

Those of before this rule are exempt by name. What has to go goes in two versions: first nobody asks for it, then it
goes.
"""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXEMPT = ROOT / "scripts" / "migrations_before_linting.txt"
OURS = ROOT / "src" / "aizuchi"


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"AIZUCHI_HOME": home, "AIZUCHI_DATABASE_URL": "", "AIZUCHI_DEMO": "0"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "aizuchi.config.settings"
        import django

        django.setup()
        logging.disable()
        if "--exempt" in arguments:
            EXEMPT.write_text("".join(f"{label}.{name}\n" for label, name in sorted(list_ours())))
            return 0
        return lint(set(EXEMPT.read_text().split()))


def lint(exempt: set[str]) -> int:
    from django.db.migrations.loader import MigrationLoader
    from django_migration_linter import MigrationLinter

    loader = MigrationLoader(None)
    problems = 0
    for label, names in loader.detect_conflicts().items():
        print(f"{label}: each of {', '.join(sorted(names))} would be the last. Let one of them depend on the other.")
        problems += 1
    for (label, name), migration in sorted(list_ours().items()):
        if f"{label}.{name}" in exempt:
            continue
        # Of SQLite's statements it cannot tell a new table from one that is made anew: that part is ours, below.
        linter = MigrationLinter(
            str(OURS), include_apps=[label], include_name=[name], exclude_migration_tests=["NOT_NULL"],
            no_cache=True, quiet=["ok", "ignore"],
        )  # fmt: skip
        linter.lint_all_migrations()
        problems += linter.has_errors
        for column in find_columns_without_default(migration, loader.project_state((label, name), at_end=False)):
            print(f"{label}.{name}: the version before does not fill {column}. Give it a db_default, or null=True.")
            problems += 1
    return 1 if problems else 0


def find_columns_without_default(migration: Any, before: Any) -> Iterator[str]:
    """Which the version before leaves empty where it must not be; `before` is the state its models are in.

    Django takes the default of a new column away again once the rows that are there have it.
    """
    from django.db.migrations.operations import AddField, AlterField, CreateModel
    from django.db.models import NOT_PROVIDED

    new = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if not isinstance(operation, AddField | AlterField) or operation.model_name_lower in new:
            continue
        field = operation.field
        if field.null or field.many_to_many or field.db_default is not NOT_PROVIDED:
            continue
        if isinstance(operation, AddField) or _could_be_empty(before, migration.app_label, operation):
            yield f"{operation.model_name_lower}.{operation.name}"


def _could_be_empty(before: Any, label: str, operation: Any) -> bool:
    field = before.models[label, operation.model_name_lower].fields[operation.name]
    return bool(field.null)


def list_ours() -> dict[tuple[str, str], Any]:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    labels = {app.label for app in apps.get_app_configs() if app.name.startswith("aizuchi.")}
    return {key: found for key, found in MigrationLoader(None).disk_migrations.items() if key[0] in labels}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
