"""A file on its way: kept for the preview, taken over by a job, forgotten; taken back within a week."""

import dataclasses
import datetime
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.cache import caches
from django.db import OperationalError, transaction

from aizuchi.kernel import events
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.store import delete_with_files, destroy_file, keep_bytes, read_file
from aizuchi.kernel.jobs.overview import MOST, Stopped
from aizuchi.kernel.permissions import require
from aizuchi.people.events import ImportConfirmed
from aizuchi.people.importing import ImportProblem, ImportRefused, run_import_for_undo, run_import_staged
from aizuchi.people.models import ImportChoice, Organization, Person, StoredImport
from aizuchi.people.models.stored_import import KEEP, UNDO
from aizuchi.people.policies import may_edit_people

State = StoredImport.State
log = structlog.get_logger()

# After this long nobody works on it any more: its worker died time and again.
LOST = datetime.timedelta(hours=2)


def keep_file(
    *,
    organization: Organization,
    file_name: str,
    content: bytes,
    on: datetime.date,
    actor: Person,
    now: datetime.datetime,
    source: str = "",
    choice: Mapping[str, str] | None = None,
) -> StoredImport:
    """Whatever it is: the preview says what is wrong with it."""
    require(may_edit_people(actor, organization, on=organization.today(now)))
    return StoredImport.objects.create(
        organization=organization,
        actor=actor,
        file_name=file_name[:200],
        file=keep_bytes(content, kind=Kind.TEXT, organization_id=organization.pk, now=now),
        on=on,
        source=source,
        choice=choice,
        created_at=now,
    )


@transaction.atomic
def choose_columns(
    *, stored: StoredImport, source: str, choice: Mapping[str, str], actor: Person, now: datetime.datetime
) -> None:
    """How the file is to be read, remembered for the next one from the same source."""
    require(may_edit_people(actor, stored.organization, on=stored.organization.today(now)))
    waiting = StoredImport.objects.filter(pk=stored.pk, state=State.WAITING)
    if waiting.update(source=source, choice=dict(choice)):
        ImportChoice.objects.update_or_create(
            organization=stored.organization, source=source, defaults={"choice": dict(choice), "saved_at": now}
        )


@transaction.atomic
def confirm_import(*, stored: StoredImport, actor: Person, now: datetime.datetime, keeps_endings: bool = False) -> None:
    """Starts the job; a second press starts nothing."""
    require(may_edit_people(actor, stored.organization, on=stored.organization.today(now)))
    waiting = StoredImport.objects.filter(pk=stored.pk, state=State.WAITING)
    if waiting.update(state=State.RUNNING, actor=actor, keeps_endings=keeps_endings, confirmed_at=now):
        events.publish(
            ImportConfirmed(organization_id=stored.organization_id, import_id=stored.pk, actor_id=actor.pk, at=now)
        )


@transaction.atomic
def discard_import(*, stored: StoredImport, actor: Person, now: datetime.datetime) -> None:
    """What was taken over stays in the list; all else of the file goes."""
    require(may_edit_people(actor, stored.organization, on=stored.organization.today(now)))
    undecided = StoredImport.objects.filter(pk=stored.pk, state__in=[State.WAITING, State.REFUSED, State.FAILED])
    delete_with_files(undecided, "file", now=now)


def read_content(stored: StoredImport) -> bytes:
    """Raises FileLost, SealBroken or KeyDestroyed."""
    return b"".join(read_file(stored.file)) if stored.file else b""


def take_over(*, stored: StoredImport, now: datetime.datetime, is_last_try: bool = True) -> None:
    """What the job does. It may run twice: what was taken over once changes nothing the second time.

    However it ends, the file goes and the page can say how. A database that is busy is tried again.
    """
    if stored.state != State.RUNNING:
        return
    try:
        content = read_content(stored)
        run_import_staged(content, lambda: _run(stored, content, now))
        stored.refresh_from_db()
    except ImportRefused as refused:
        told = [dataclasses.asdict(problem) for problem in refused.problems]
        _end(stored, State.REFUSED, now, problems=told)
    except Exception as fault:
        if isinstance(fault, OperationalError) and not is_last_try:
            raise
        log.exception("import failed", import_id=str(stored.pk), error=type(fault).__name__, exc_info=False)
        _end(stored, State.FAILED, now, summary={"fault": type(fault).__name__})


def _run(told: StoredImport, content: bytes, now: datetime.datetime) -> None:
    stored = StoredImport.objects.select_related("organization", "actor").get(pk=told.pk)
    summary, undo = run_import_for_undo(
        content,
        organization=stored.organization,
        actor=stored.actor,
        now=now,
        on=stored.on,
        choice=stored.choice,
        keeps_endings=stored.keeps_endings,
        progress=lambda stage, done, total: caches["shared"].set(progress_key(stored), (stage, done, total), 600),
    )
    _end(stored, State.DONE, now, summary=dataclasses.asdict(summary), undo=undo.told())


@transaction.atomic
def _end(stored: StoredImport, state: str, now: datetime.datetime, **facts: Any) -> None:
    file = stored.file
    for key, value in {"state": state, "file": None, "ended_at": now, **facts}.items():
        setattr(stored, key, value)
    stored.save(update_fields=["state", "file", "ended_at", *facts])
    if file:
        destroy_file(file, now=now)


def tidy_imports(*, now: datetime.datetime) -> None:
    """Files that nobody decided about go after a day, what was before an import after a week."""
    delete_with_files(StoredImport.objects.filter(created_at__lt=now - KEEP, state=State.WAITING), "file", now=now)
    StoredImport.objects.filter(ended_at__lt=now - KEEP, state__in=[State.REFUSED, State.FAILED]).delete()
    StoredImport.objects.filter(ended_at__lt=now - UNDO, undo__isnull=False).update(undo=None)
    for lost in StoredImport.objects.filter(confirmed_at__lt=now - LOST, state=State.RUNNING).only("state", "file"):
        _end(lost, State.FAILED, now, summary={"fault": "WorkerLost"})


def list_stopped() -> list[Stopped]:
    """For whoever runs the house: imports that broke or were lost, for the day that they are kept."""
    broken = StoredImport.objects.filter(state=State.FAILED).order_by("-ended_at")[:MOST]
    return [
        Stopped(task="people · take over import", at=one.ended_at, kind=one.summary.get("fault", ""))
        for one in broken.only("ended_at", "summary")
        if one.ended_at
    ]


def problems_of(stored: StoredImport) -> list[ImportProblem]:
    """Why it was refused."""
    return [ImportProblem(**told) for told in stored.problems]


def progress_key(stored: StoredImport) -> str:
    """Beside the database: what an open transaction writes nobody else can read."""
    return f"import:{stored.pk}"


def read_progress(stored: StoredImport) -> tuple[str, int, int]:
    told: Any = caches["shared"].get(progress_key(stored))
    return told or ("read", 0, 1)
