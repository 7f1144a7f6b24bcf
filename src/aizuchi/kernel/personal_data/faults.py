"""What is wrong with the rules: a table without one, a path that leads nowhere, rows that hold each other."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import CASCADE, PROTECT, RESTRICT, ForeignObjectRel

from aizuchi.kernel.jobs.schedule import list_schedule
from aizuchi.kernel.personal_data.rows import emptied, list_rules
from aizuchi.kernel.personal_data.rules import (
    ByRule,
    Clear,
    Days,
    Delete,
    DestroyKey,
    NotPersonal,
    PersonalData,
    Rows,
    Until,
    With,
)

Model = type[models.Model]


def find_faults() -> Iterator[str]:
    """One sentence each."""
    rules = list_rules()
    yield from _find_missing(rules)
    for rule in rules:
        for fault in _find_in(rule, rules):
            yield f"{rule.label}: {fault}"


def list_tables_to_declare() -> list[Model]:
    """All of ours, and those of others that refer to a person."""
    found: list[Model] = apps.get_models(include_auto_created=True)
    return [model for model in found if _is_ours(model) or any(_persons_of(model))]


def _is_ours(model: Model) -> bool:
    return model.__module__.startswith("aizuchi.")


def _persons_of(model: Model) -> Iterator[str]:
    """Foreign keys to a person."""
    for column in model._meta.concrete_fields:
        if column.remote_field and column.remote_field.model is get_user_model():
            yield column.name


def _find_missing(rules: Sequence[PersonalData]) -> Iterator[str]:
    counts = Counter(rule.model for rule in rules)
    for model in list_tables_to_declare():
        if not counts[model]:
            yield f"{model._meta.label}: no rule says what happens to it at export, erasure and retention"
    for declared, count in counts.items():
        if count > 1:
            yield f"{declared}: {count} rules"


def _find_in(rule: PersonalData, rules: Sequence[PersonalData]) -> Iterator[str]:
    yield from _find_in_job(rule)
    if isinstance(rule.export, NotPersonal) and rule.erasures:
        yield "not personal, and yet erased"
    if isinstance(rule.export, Rows) and not rule.erasures:
        yield "personal, and no word about erasure"
    if isinstance(rule.model, type):
        yield from _find_in_columns(rule, rule.model, rules)
    elif isinstance(rule.export, Rows):
        yield "rows of a table without a model cannot be found"


def _find_in_job(rule: PersonalData) -> Iterator[str]:
    if isinstance(rule.retention, Days | Until | ByRule) and rule.retention.job.module_path not in {
        entry.task.module_path for entry in list_schedule()
    }:
        yield f"{rule.retention.job.module_path} does not come back by itself"


def _find_in_columns(rule: PersonalData, model: Model, rules: Sequence[PersonalData]) -> Iterator[str]:
    paths = list(_paths_of(rule))
    yield from (f"{path} does not lead to a person" for path in paths if not _leads_to_person(model, path))
    for name in _columns_of(rule):
        if name != "pk" and name not in {column.name for column in model._meta.concrete_fields}:
            yield f"there is no column {name}"
        elif name in _cleared(rule) and not _can_be_empty(model, name):
            yield f"{name} cannot be empty"
    told = {path.split("__")[0] for path in paths} | set(rule.mentions)
    yield from (
        f"{name} is a person, and neither a path nor a mention" for name in _persons_of(model) if name not in told
    )
    for action in (*rule.erasures, rule.retention):
        if isinstance(action, With) and not any(_parent_of(model, action.parent) is one.model for one in rules):
            yield f"{action.parent} does not lead to a table with a rule"
    if any(isinstance(action, Delete) for action in rule.erasures):
        yield from _find_pulled_along(model, {one.model: one for one in rules if isinstance(one.model, type)})


def _find_pulled_along(model: Model, rules: dict[Model, PersonalData]) -> Iterator[str]:
    """Whoever refers to a deleted row goes too, or forbids it: its own rule must say the same."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.on_delete not in {CASCADE, PROTECT, RESTRICT}:
            continue
        child, column = relation.related_model, relation.field.name
        rule = rules.get(child)
        if rule is None or isinstance(rule.export, NotPersonal):
            continue
        goes = any(isinstance(action, Delete) or action == With(column) for action in rule.erasures)
        if relation.on_delete is not CASCADE or not goes:
            yield f"cannot be deleted: {rule.label} refers to it by {column}"


def _paths_of(rule: PersonalData) -> Iterator[str]:
    if isinstance(rule.export, Rows):
        yield from rule.export.paths
    for action in rule.erasures:
        if isinstance(action, Delete | Clear | DestroyKey):
            yield from action.of


def _columns_of(rule: PersonalData) -> Iterator[str]:
    if isinstance(rule.export, Rows):
        yield from rule.export.without
    yield from rule.mentions
    yield from _cleared(rule)
    for action in rule.erasures:
        if isinstance(action, DestroyKey):
            yield action.column
    if isinstance(rule.retention, Days):
        yield rule.retention.since
    if isinstance(rule.retention, Until):
        yield rule.retention.column


def _cleared(rule: PersonalData) -> Collection[str]:
    return [column for action in rule.erasures if isinstance(action, Clear) for column in action.columns]


def _leads_to_person(model: Model, path: str) -> bool:
    """Also a column with an id, which is no foreign key: it is taken at its word."""
    names = path.split("__")
    for name in names[:-1]:
        related = _parent_of(model, name)
        if related is None:
            return False
        model = related
    if names[-1] == "pk":
        return model is get_user_model()
    try:
        column = model._meta.get_field(names[-1])
    except FieldDoesNotExist:
        return False
    return column.related_model is get_user_model() or (
        isinstance(column, models.UUIDField) and column.related_model is None
    )


def _parent_of(model: Model, name: str) -> Model | None:
    try:
        related = model._meta.get_field(name).related_model
    except FieldDoesNotExist:
        return None
    return related if isinstance(related, type) else None


def _can_be_empty(model: Model, column: str) -> bool:
    try:
        emptied(model, column)
    except TypeError:
        return False
    return True
