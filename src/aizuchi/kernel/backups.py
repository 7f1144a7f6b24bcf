"""What no backup has. Apps say it in their manifest.

A backup is read by whoever comes by it, for as long as it is kept: what was destroyed here meanwhile is still in it.
"""

from dataclasses import dataclass

from django.db.models import Model


@dataclass(frozen=True)
class LeftOutOfBackups:
    """The rows of this table; or only those whose `owner` is the key of a row of another one."""

    model: type[Model]
    owned_by: type[Model] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def tables(self) -> set[str]:
        return {self.table} | ({self.owned_by._meta.db_table} if self.owned_by else set())

    @property
    def condition(self) -> str:
        """In SQL, as both databases know it."""
        return f'owner IN (SELECT id FROM "{self.owned_by._meta.db_table}")' if self.owned_by else "TRUE"  # noqa: S608 (names are ours)
