"""What a long change relies on without writing it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model


@dataclass(frozen=True)
class Reliance:
    """Rows that must be, when a staged change is written, as they were when it began. Apps say it in their manifest.

    Rows that the change itself updates or deletes need no mention.
    """

    model: type[Model]
    fields: Collection[str] = ()
    """Only these (and that the row is there); all of them unless told otherwise."""
    of: str = ""
    """Only rows whose foreign key of that name points to a row which the change updates."""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        fields = self.model._meta.concrete_fields
        return [str(field.column) for field in fields if not self.fields or field.name in self.fields]

    @property
    def pointer(self) -> ForeignKey[Any, Any] | None:
        field = self.model._meta.get_field(self.of) if self.of else None
        return field if isinstance(field, ForeignKey) else None
