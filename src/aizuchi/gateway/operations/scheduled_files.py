"""A file a day: fetched, compared, and imported, or shown to an administrator first."""

import datetime
import hashlib
import uuid
import zoneinfo
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import acting_as, record
from aizuchi.gateway.events import ScheduledFileFailed
from aizuchi.gateway.fetching import NotFetched, fetch, secret_place
from aizuchi.gateway.leaving import FEW
from aizuchi.gateway.models import ScheduledFile
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.gateway.whole_files import LINES, WHOLE_FILE, write_lines, write_problem
from aizuchi.kernel import events
from aizuchi.kernel.keys import data_key_made_for, destroy_data_key
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.kernel.sealing import seal
from aizuchi.people.importing import ImportPlan, ImportRefused, plan_import, run_import
from aizuchi.people.importing.conflicts import GUARDED_ADDRESS
from aizuchi.people.importing.presets import choose_as_known, list_undecided
from aizuchi.people.importing.reading import read_table
from aizuchi.people.models import ImportChoice, Organization, Person, StoredImport
from aizuchi.people.operations.administrators import list_administrators
from aizuchi.people.operations.stored_import import keep_file

State = ScheduledFile.State


class ScheduledFileExists(Refusal):
    sentence = _("There is a file of that name already.")
    field = "name"


@dataclass(frozen=True, kw_only=True)
class ScheduledFileFacts:
    name: str
    place: str
    address: str
    header: str = ""
    hour: int = 6
    source: str = ""
    mode: str = ScheduledFile.Mode.SHOWS
    most_leaving: int = 5
    is_on: bool = True


@transaction.atomic
def keep_scheduled_file(
    *,
    facts: ScheduledFileFacts,
    secret: str,
    actor: Person,
    now: datetime.datetime,
    scheduled_id: uuid.UUID | None = None,
) -> ScheduledFile:
    """A new one, or all of one anew. An empty secret stays as it is, unless it would go to another address."""
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    require(may_keep_connectors(actor, on=organization.today(now)))
    scheduled = _find(scheduled_id, actor) if scheduled_id else ScheduledFile(created_at=now, created_by=actor)
    same_name = ScheduledFile.objects.filter(organization=organization, name=facts.name).exclude(pk=scheduled.pk)
    if same_name.exists():
        raise ScheduledFileExists
    moves = scheduled_id is not None and scheduled.address != facts.address
    scheduled.organization = organization
    for name, value in asdict(facts).items():
        setattr(scheduled, name, value)
    if secret:
        key = data_key_made_for(owner=scheduled.pk, organization_id=organization.pk, now=now)
        scheduled.secret = seal(secret.encode(), key=key, place=secret_place(scheduled))
    elif moves:
        scheduled.secret, scheduled.header = b"", ""
    scheduled.tried_on, scheduled.digest = None, ""
    scheduled.save()
    action = "gateway.file.changed" if scheduled_id else "gateway.file.created"
    _note(action, scheduled, actor, now)
    return scheduled


@transaction.atomic
def remove_scheduled_file(*, scheduled_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    scheduled = _find(scheduled_id, actor)
    require(may_keep_connectors(actor, on=organization.today(now)))
    destroy_data_key(owner=scheduled.pk, now=now)
    _note("gateway.file.removed", scheduled, actor, now)
    scheduled.delete()


@transaction.atomic
def ask_to_look(*, scheduled_id: uuid.UUID, actor: Person, now: datetime.datetime) -> None:
    """The next run looks at it, whatever the hour; so does a later one, if that dies."""
    organization = Organization.objects.select_for_update().get(pk=actor.organization_id)
    scheduled = _find(scheduled_id, actor)
    require(may_keep_connectors(actor, on=organization.today(now)))
    scheduled.asked_at = now
    scheduled.save(update_fields=["asked_at"])


def list_due_files(*, now: datetime.datetime) -> list[ScheduledFile]:
    """Whose hour has come on this day of their organization, and those that somebody asks for."""
    files = ScheduledFile.objects.filter(is_on=True).select_related("organization", "created_by")
    return [one for one in files if _is_due(one, now)]


def run_scheduled_file(*, scheduled_id: uuid.UUID, now: datetime.datetime) -> None:
    """Whatever happens is on the page. Somebody is told the first time it fails, and again only after it went well."""
    scheduled = ScheduledFile.objects.select_related("organization", "created_by").get(pk=scheduled_id)
    try:
        _run(scheduled, fetch(scheduled), now)
    except NotFetched as fault:
        _fail(scheduled, fault.reason, fault.detail, now)
    except ImportRefused as refused:
        if any(problem.line for problem in refused.problems):
            _fail(scheduled, LINES, write_lines(refused.problems), now)
        else:
            _fail(scheduled, WHOLE_FILE, write_problem(refused.problems[0]), now)


def _run(scheduled: ScheduledFile, content: bytes, now: datetime.datetime) -> None:
    digest = hashlib.sha256(content).hexdigest()
    if digest == scheduled.digest:
        _end(scheduled, State.UNCHANGED, now)
        return
    source, choice = _choose(scheduled, content)
    plan = plan_import(content, organization=scheduled.organization, viewer=None, now=now, choice=choice)
    problems = [problem for problem in plan.problems if problem.reason != GUARDED_ADDRESS]
    if problems:
        raise ImportRefused(problems)
    needs_hand = bool(plan.problems)  # nobody but an administrator changes those addresses
    if needs_hand or scheduled.mode == ScheduledFile.Mode.SHOWS or _ends_too_much(scheduled, plan):
        _wait(scheduled, content, source, choice, now)
        return
    with acting_as(scheduled.name):
        summary = run_import(content, organization=scheduled.organization, actor=None, now=now, choice=choice)
    _end(scheduled, State.IMPORTED, now, digest=digest, summary=asdict(summary))


def _choose(scheduled: ScheduledFile, content: bytes) -> tuple[str, dict[str, str]]:
    table = read_table(content)
    source, choice = choose_as_known(table, source=scheduled.source, remembered={})
    known = ImportChoice.objects.filter(organization=scheduled.organization, source=source).first()
    if known:
        source, choice = choose_as_known(table, source=source, remembered=known.choice)
    undecided = list_undecided(table, choice)
    if undecided:
        raise NotFetched("columns", ", ".join(undecided)[:200])
    return source, choice


def _ends_too_much(scheduled: ScheduledFile, plan: ImportPlan) -> bool:
    """Of those who are here now: whoever left long ago stands in many exports."""
    ending = sum(1 for one in plan.people if one.kind == "ended" or one.loses_supervisor)
    here = len([person for person in plan.state.everybody if person.is_still_here_on(plan.state.on)])
    return ending > max(FEW, here * scheduled.most_leaving // 100)


def _wait(
    scheduled: ScheduledFile, content: bytes, source: str, choice: dict[str, str], now: datetime.datetime
) -> None:
    """As if an administrator had chosen the file: the page of imports shows what would end, and takes their word."""
    actor = _find_administrator(scheduled, now)
    if actor is None:
        raise NotFetched("nobody")
    if scheduled.waiting and scheduled.waiting.state == StoredImport.State.WAITING:
        scheduled.waiting.delete()
    kept = keep_file(
        organization=scheduled.organization,
        file_name=scheduled.name,
        content=content,
        on=scheduled.organization.today(now),
        actor=actor,
        now=now,
        source=source,
        choice=choice,
    )
    first = scheduled.state != State.WAITS
    _end(scheduled, State.WAITS, now, waiting=kept)
    if first:
        _tell(scheduled, now)


def _fail(scheduled: ScheduledFile, reason: str, detail: str, now: datetime.datetime) -> None:
    first = scheduled.failing_since is None
    _end(scheduled, State.FAILED, now, fault=reason, fault_detail=detail, failing_since=scheduled.failing_since or now)
    if first:
        _tell(scheduled, now)


def _end(scheduled: ScheduledFile, state: str, now: datetime.datetime, **facts: Any) -> None:
    today = scheduled.organization.today(now)
    calm: dict[str, Any] = {
        "fault": "",
        "fault_detail": "",
        "failing_since": None,
        "waiting": None,
        "asked_at": None,
    }
    told = {**calm, **facts, "state": state, "tried_at": now, "tried_on": today}
    for name, value in told.items():
        setattr(scheduled, name, value)
    scheduled.save(update_fields=list(told))


def _tell(scheduled: ScheduledFile, now: datetime.datetime) -> None:
    with transaction.atomic():
        events.publish(
            ScheduledFileFailed(
                organization_id=scheduled.organization_id, scheduled_id=scheduled.pk, actor_id=None, at=now
            )
        )


def _find_administrator(scheduled: ScheduledFile, now: datetime.datetime) -> Person | None:
    """Whoever set it up, as long as they may; another one else."""
    keys = list_administrators(scheduled.organization, on=scheduled.organization.today(now))
    if scheduled.created_by_id in keys:
        return scheduled.created_by
    other: Person | None = Person.objects.filter(pk__in=keys).order_by("pk").first()
    return other


def _is_due(scheduled: ScheduledFile, now: datetime.datetime) -> bool:
    if scheduled.asked_at:
        return True
    if scheduled.tried_on and scheduled.tried_on >= scheduled.organization.today(now):
        return False
    return local_hour(scheduled.organization, now) >= scheduled.hour


def local_hour(organization: Organization, now: datetime.datetime) -> int:
    return now.astimezone(zoneinfo.ZoneInfo(organization.time_zone)).hour


def _find(scheduled_id: uuid.UUID, actor: Person) -> ScheduledFile:
    found = ScheduledFile.objects.visible_to(actor).select_for_update().filter(pk=scheduled_id).first()
    if found is None:
        raise Http404
    return found


def _note(action: str, scheduled: ScheduledFile, actor: Person, now: datetime.datetime) -> None:
    record(
        organization_id=scheduled.organization_id,
        actor=actor,
        action=action,
        subject_id=scheduled.pk,
        detail={"name": scheduled.name},
        now=now,
    )
