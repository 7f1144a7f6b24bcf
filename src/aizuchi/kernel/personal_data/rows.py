"""The rules carried out for one person."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet

from aizuchi.kernel.keys import destroy_data_key
from aizuchi.kernel.manifests import gather
from aizuchi.kernel.personal_data.rules import Clear, Delete, DestroyKey, PersonalData, Rows

ORDER = (Clear, DestroyKey, Delete)
"""What is cleared is found by what is deleted after it."""


@dataclass(frozen=True)
class ExportedTable:
    label: str
    rows: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """One thing that an erasure does."""

    model: type[models.Model]
    does: Clear | DestroyKey | Delete
    rows: QuerySet[models.Model]


def list_rules() -> tuple[PersonalData, ...]:
    return gather(PersonalData)


def rows_of(person_id: uuid.UUID, rule: PersonalData, paths: Iterable[str] = ()) -> QuerySet[models.Model]:
    """Each once, however many paths lead to it. None where the table is not personal."""
    if not (isinstance(rule.model, type) and isinstance(rule.export, Rows)):
        raise TypeError(f"{rule.label} is not personal")
    rows = rule.model._base_manager.all()
    found = Q()
    for path in tuple(paths) or rule.export.paths:
        found |= Q(pk__in=rows.filter(**{path: person_id}).values("pk"))
    return rows.filter(found)


def export_of(person_id: uuid.UUID) -> Iterator[ExportedTable]:
    """Every table that has rows of this person. Files and sealed words are named by their keys, not opened."""
    for rule in list_rules():
        if isinstance(rule.export, Rows):
            rows = rows_of(person_id, rule).order_by("pk")
            if found := list(rows.values(*exported_columns(rule))):
                yield ExportedTable(rule.label, found)


def exported_columns(rule: PersonalData) -> list[str]:
    if not (isinstance(rule.model, type) and isinstance(rule.export, Rows)):
        return []
    return [column.attname for column in rule.model._meta.concrete_fields if column.name not in rule.export.without]


def plan_erasure(person_id: uuid.UUID) -> list[Step]:
    """In the order in which it can be done; what is kept is no step."""
    steps = [
        Step(rule.model, does, rows_of(person_id, rule, does.of))
        for rule in list_rules()
        for does in rule.erasures
        if isinstance(rule.model, type) and isinstance(does, ORDER)
    ]
    return sorted(steps, key=lambda step: ORDER.index(type(step.does)))


@transaction.atomic
def carry_out(steps: Iterable[Step], *, now: datetime.datetime) -> None:
    for step in steps:
        if isinstance(step.does, Clear):
            step.rows.update(**{column: emptied(step.model, column) for column in step.does.columns})
        elif isinstance(step.does, DestroyKey):
            for owner in step.rows.values_list(step.does.column, flat=True):
                destroy_data_key(owner=owner, now=now)
        else:
            step.rows.delete()


def emptied(model: type[models.Model], column: str) -> Any:
    """Nothing where the column may be null, else its default or an empty text. Raises TypeError where there is none."""
    field = model._meta.get_field(column)
    if not isinstance(field, models.Field):
        raise TypeError(f"{column} is no column")
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.CharField | models.TextField):
        return ""
    raise TypeError(f"{column} cannot be empty")
