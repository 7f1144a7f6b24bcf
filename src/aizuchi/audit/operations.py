"""The only way into the record."""

import datetime
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from aizuchi.audit.models import AuditEntry, UnsealedEntry
from aizuchi.audit.vocabulary import require_declared

_acting: ContextVar[str] = ContextVar("acting", default="")


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What is recorded within and has nobody as its actor names that system, such as a directory, as `by`."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One of many changes that one person makes at once."""

    action: str
    subject_id: uuid.UUID | None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(
    *,
    organization_id: uuid.UUID,
    actor: models.Model | None,
    action: str,
    subject_id: uuid.UUID | None,
    now: datetime.datetime,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Writes down one change; `actor` is nobody where the system acts by itself.

    `detail` names what changed (fields, keys, dates). It outlives a person's erasure, so it carries no names of people
    and never a word from a 1on1.
    """
    change = Record(action=action, subject_id=subject_id, detail=detail or {})
    return record_many(organization_id=organization_id, actor=actor, changes=[change], now=now)[0]


def record_many(
    *, organization_id: uuid.UUID, actor: models.Model | None, changes: Sequence[Record], now: datetime.datetime
) -> list[AuditEntry]:
    """Writes down many changes in their order. Takes no lock: entries are chained later, by a job.

    Raises UndeclaredAction for what no app has words for.
    """
    for action in {change.action for change in changes}:
        require_declared(action)
    by = {"by": _acting.get()} if actor is None and _acting.get() else {}
    entries = [
        AuditEntry(
            organization_id=organization_id,
            at=now,
            actor_id=actor.pk if actor else None,
            action=change.action,
            subject_id=change.subject_id,
            detail=_as_stored({**change.detail, **by}),
        )
        for change in changes
    ]
    with transaction.atomic(savepoint=False):  # nobody goes on after what could not be recorded
        AuditEntry.objects.bulk_create(entries, batch_size=500)
        waiting = [UnsealedEntry(entry=entry, organization_id=organization_id) for entry in entries]
        UnsealedEntry.objects.bulk_create(waiting, batch_size=500)
    return entries


def _as_stored(detail: Mapping[str, Any]) -> dict[str, Any]:
    """Dates and keys as text: what is sealed must be exactly what is read back."""
    stored: dict[str, Any] = json.loads(json.dumps(detail, cls=DjangoJSONEncoder))
    return stored
