"""A file on its way: kept for the preview, taken over by a job, forgotten."""

import dataclasses
import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from aizuchi.kernel import events
from aizuchi.people.events import ImportConfirmed
from aizuchi.people.importing import ImportRefused, run_import
from aizuchi.people.models import Organization, Person, StoredImport
from aizuchi.people.models.stored_import import KEEP
from aizuchi.people.policies import may_edit_people, require

State = StoredImport.State


@transaction.atomic
def keep_file(
    *,
    organization: Organization,
    file_name: str,
    content: bytes,
    on: datetime.date,
    actor: Person,
    now: datetime.datetime,
) -> StoredImport:
    require(may_edit_people(actor, organization, on=organization.today(now)))
    StoredImport.objects.filter(created_at__lt=now - KEEP).exclude(state=State.RUNNING).delete()
    return StoredImport.objects.create(
        organization=organization, actor=actor, file_name=file_name[:200], content=content, on=on, created_at=now
    )


@transaction.atomic
def confirm_import(*, stored: StoredImport, actor: Person, now: datetime.datetime) -> None:
    """Starts the job; a second press starts nothing."""
    require(may_edit_people(actor, stored.organization, on=stored.organization.today(now)))
    waiting = StoredImport.objects.filter(pk=stored.pk, state=State.WAITING)
    if waiting.update(state=State.RUNNING, actor=actor):
        events.publish(ImportConfirmed(organization_id=stored.organization_id, import_id=stored.pk, at=now))


@transaction.atomic
def discard_import(*, stored: StoredImport, actor: Person, now: datetime.datetime) -> None:
    require(may_edit_people(actor, stored.organization, on=stored.organization.today(now)))
    StoredImport.objects.filter(pk=stored.pk).exclude(state=State.RUNNING).delete()


def take_over(*, stored: StoredImport, now: datetime.datetime) -> None:
    """What the job does. It may run twice: what was taken over once changes nothing the second time."""
    if stored.state != State.RUNNING:
        return
    try:
        summary = run_import(
            bytes(stored.content),
            organization=stored.organization,
            actor=stored.actor,
            now=now,
            on=stored.on,
            progress=lambda stage, done, total: cache.set(progress_key(stored), (stage, done, total), 600),
        )
    except ImportRefused:
        stored.state = State.REFUSED
        stored.save(update_fields=["state"])
    else:
        stored.state, stored.summary, stored.content = State.DONE, dataclasses.asdict(summary), b""
        stored.save(update_fields=["state", "summary", "content"])


def progress_key(stored: StoredImport) -> str:
    """Beside the database: what an open transaction writes nobody else can read."""
    return f"import:{stored.pk}"


def read_progress(stored: StoredImport) -> tuple[str, int, int]:
    told: Any = cache.get(progress_key(stored))
    return told or ("read", 0, 1)
