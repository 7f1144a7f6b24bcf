"""A migration that would break the version before it is told from one that only adds."""

from django.db import migrations, models
from django.db.migrations.state import ModelState, ProjectState
from scripts.lint_migrations import find_columns_without_default


def migration_with(*operations: object) -> migrations.Migration:
    made = migrations.Migration("0009_next", "pairs")
    made.operations = list(operations)  # type: ignore[arg-type]
    return made


def add(field: models.Field, *, to: str = "pair") -> migrations.AddField:  # type: ignore[type-arg]
    return migrations.AddField(to, "mood", field)


def find(*operations: object, mood: models.IntegerField | None = None) -> list[str]:
    """Where a pair had a mood before, or none."""
    before = ProjectState()
    if mood:
        before.add_model(ModelState("pairs", "Pair", [("mood", mood)]))
    return list(find_columns_without_default(migration_with(*operations), before))


def test_a_column_that_the_version_before_does_not_fill_is_told() -> None:
    assert find(add(models.IntegerField(default=0))) == ["pair.mood"]


def test_one_with_a_default_of_the_database_or_without_need_is_not() -> None:
    adding = [add(models.IntegerField(db_default=0)), add(models.IntegerField(null=True))]

    assert find(*adding) == []


def test_nor_is_a_table_that_is_new() -> None:
    new = migrations.CreateModel("Card", [("id", models.BigAutoField(primary_key=True))])

    assert find(new, add(models.IntegerField(default=0), to="card")) == []


def test_a_column_that_becomes_needed_is_told() -> None:
    needed = migrations.AlterField("pair", "mood", models.IntegerField())

    assert find(needed, mood=models.IntegerField(null=True)) == ["pair.mood"]


def test_one_that_was_needed_before_is_not() -> None:
    explained = migrations.AlterField("pair", "mood", models.IntegerField(help_text="From one to five."))

    assert find(explained, mood=models.IntegerField()) == []
