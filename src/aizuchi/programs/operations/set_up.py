"""A program is begun, written step by step, copied, and thrown away as long as it is a draft."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from aizuchi.catalogue.models import MeetingFormat, Topic
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person, Unit
from aizuchi.programs import policies
from aizuchi.programs.facts import PLAIN, ProgramFacts, facts_of_program
from aizuchi.programs.models import FlowStep, Program, ProgramTheme
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.queries.owners import list_owners
from aizuchi.programs.refusals import HasGoneOut, OwnerUnknown


@transaction.atomic
def create_program(*, actor: Person, facts: ProgramFacts, now: datetime.datetime) -> Program:
    """A draft that nobody but who sets it up sees. Raises PermissionDenied, OwnerUnknown."""
    require(policies.may_set_up(actor, on=actor.organization.today(now)))
    program = Program(organization=actor.organization, created_by=actor, created_at=now)
    _write(program, facts, now)
    record_step(program, "created", actor, now, kind=program.kind)
    return program


@transaction.atomic
def save_program(
    *, actor: Person, program_id: uuid.UUID, facts: ProgramFacts, version: int, now: datetime.datetime
) -> Program:
    """Raises HasGoneOut, Stale, OwnerUnknown."""
    program = lock_draft(actor, program_id, now)
    if program.version != version:
        raise Stale
    program.version += 1
    if program.is_peer != facts.is_peer:  # what people began to write is of sides that are no more
        program.participants.all().delete()
    _write(program, facts, now)
    record_step(program, "changed", actor, now, kind=program.kind)
    return program


@transaction.atomic
def copy_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """All that was set, and nobody who took part. Its days are moved on by whole weeks, so that it can go out now."""
    before = lock_program(actor=actor, program_id=program_id, now=now)
    facts = facts_of_program(before)
    program = Program(
        organization=actor.organization, created_by=actor, created_at=now, copied_from=before, ends_on=before.ends_on
    )
    moved = _move_on(facts, actor.organization.today(now))
    is_known = list_owners(actor.organization, now).filter(pk=before.owner_id).exists()
    _write(program, moved if is_known else replace(moved, owner_id=actor.pk), now)
    record_step(program, "created", actor, now, kind=program.kind)
    return program


@transaction.atomic
def remove_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> None:
    """Raises HasGoneOut."""
    program = lock_draft(actor, program_id, now)
    record_step(program, "removed", actor, now, kind=program.kind)
    program.delete()


def lock_draft(actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """Raises HasGoneOut."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    if not program.is_draft:
        raise HasGoneOut
    return program


def _move_on(facts: ProgramFacts, today: datetime.date) -> ProgramFacts:
    """The first of its days comes after a week from today at the soonest; the others keep their distance from it."""
    days = [day for day in (facts.join_until, facts.starts_on) if day]
    soonest = today + datetime.timedelta(weeks=1)
    if not days or min(days) >= soonest:
        return facts
    weeks = -((min(days) - soonest).days // 7)
    moved = {
        name: day + datetime.timedelta(weeks=weeks)
        for name in ("join_until", "starts_on", "middle_on")
        if (day := getattr(facts, name))
    }
    return replace(facts, **moved)


def _write(program: Program, facts: ProgramFacts, now: datetime.datetime) -> None:
    organization = program.organization_id
    for name in PLAIN:
        setattr(program, name, getattr(facts, name))
    program.owner = _find_owner(program, facts.owner_id, now)
    program.purposes = list(facts.purposes)
    program.target, program.counterpart = facts.target.rule.write(), facts.counterpart.rule.write()
    program.ends_on = facts.ends_on
    formats = MeetingFormat.objects.filter(organization=organization)
    program.format = formats.filter(pk=facts.format_id).first() if facts.format_id else None
    program.save()
    units = Unit.objects.filter(organization=organization)
    program.target_units.set(units.filter(pk__in=facts.target.units))
    program.counterpart_units.set(units.filter(pk__in=facts.counterpart.units))
    program.topics.set(Topic.objects.filter(organization=organization, pk__in=facts.topic_ids))
    _write_flow(program, facts.flow, set(units.filter(pk__in=facts.flow).values_list("pk", flat=True)))
    _write_themes(program, facts.themes, now)


def _find_owner(program: Program, owner_id: uuid.UUID, now: datetime.datetime) -> Person:
    """Raises OwnerUnknown."""
    owner = list_owners(program.organization, now).filter(pk=owner_id).first()
    if owner is None:
        raise OwnerUnknown
    return owner


def _write_flow(program: Program, flow: Sequence[uuid.UUID], known: set[uuid.UUID]) -> None:
    wanted = [unit for unit in dict.fromkeys(flow) if unit in known]
    if wanted == [step.unit_id for step in program.flow.all()]:
        return
    program.flow.all().delete()
    FlowStep.objects.bulk_create(
        FlowStep(program=program, unit_id=unit, position=number) for number, unit in enumerate(wanted)
    )


def _write_themes(program: Program, labels: Sequence[str], now: datetime.datetime) -> None:
    """By what they are called: one that is still there keeps its place and time."""
    old = {theme.label: theme for theme in program.themes.all()}
    for position, label in enumerate(dict.fromkeys(labels)):
        theme = old.pop(label, None) or ProgramTheme(program=program, label=label)
        theme.position, theme.retired_at = position, None
        theme.save()
    for theme in old.values():
        if theme.retired_at is None:
            theme.retired_at = now
            theme.save(update_fields=["retired_at"])
