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
    from django_migration_linter import MigrationLinter

    problems = 0
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
        for column in find_columns_without_default(migration):
            print(f"{label}.{name}: the version before does not fill {column}. Give it a db_default, or null=True.")
            problems += 1
    return 1 if problems else 0


def find_columns_without_default(migration: Any) -> Iterator[str]:
    """Django takes the default of a new column away again once the rows that are there have it."""
    from django.db.migrations.operations import AddField, AlterField, CreateModel
    from django.db.models import NOT_PROVIDED

    new = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if isinstance(operation, AddField | AlterField) and operation.model_name_lower not in new:
            field = operation.field
            if not (field.null or field.many_to_many) and field.db_default is NOT_PROVIDED:
                yield f"{operation.model_name_lower}.{operation.name}"


def list_ours() -> dict[tuple[str, str], Any]:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    labels = {app.label for app in apps.get_app_configs() if app.name.startswith("aizuchi.")}
    return {key: found for key, found in MigrationLoader(None).disk_migrations.items() if key[0] in labels}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
