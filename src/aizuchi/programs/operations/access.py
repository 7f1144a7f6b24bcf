import datetime
import uuid

from django.shortcuts import get_object_or_404

from aizuchi.audit.operations import record
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person
from aizuchi.programs import policies
from aizuchi.programs.models import Program


def access_program(*, viewer: Person, program_id: uuid.UUID) -> Program:
    """Raises Http404."""
    return get_object_or_404(Program.objects.visible_to(viewer).select_related("organization", "owner"), pk=program_id)


def access_managed_program(viewer: Person, program_id: uuid.UUID, *, now: datetime.datetime) -> Program:
    """Raises Http404, PermissionDenied for whoever does not look after it."""
    program = access_program(viewer=viewer, program_id=program_id)
    require(policies.may_manage(viewer, program, on=viewer.organization.today(now)))
    return program


def lock_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """For whoever looks after it. Raises Http404, PermissionDenied."""
    found = Program.objects.visible_to(actor).select_for_update(of=("self",))
    program = get_object_or_404(found.select_related("organization"), pk=program_id)
    require(policies.may_manage(actor, program, on=actor.organization.today(now)))
    return program


def record_step(program: Program, step: str, actor: Person | None, now: datetime.datetime, **detail: object) -> None:
    """A fact about the program in the record: never what somebody wishes for."""
    record(
        organization_id=program.organization_id,
        actor=actor,
        action=f"programs.program.{step}",
        subject_id=program.pk,
        detail=detail,
        now=now,
    )
