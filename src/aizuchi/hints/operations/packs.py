"""Bringing packs of hints in and handing one's own out."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from aizuchi.audit.operations import record
from aizuchi.hints import policies
from aizuchi.hints.models import KEEP_PACK_FILES, Hint, HintScore, PackFile
from aizuchi.hints.operations.write import refresh_search_text
from aizuchi.hints.packs.planning import Plan, columns_of, plan_pack
from aizuchi.hints.packs.reading import Pack, PackHint, PackProblem, PackRefused, read_pack
from aizuchi.hints.packs.writing import write_pack
from aizuchi.kernel.files.kinds import Kind
from aizuchi.kernel.files.store import FileLost, delete_with_files, keep_bytes, read_file
from aizuchi.kernel.keys import KeyDestroyed
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Organization, Person

__all__ = ["PackRefused", "Taken", "discard_pack", "export_own", "keep_pack_file", "take_over", "take_over_pack"]


@dataclass(frozen=True)
class Taken:
    added: int
    changed: int
    same: int


def keep_pack_file(*, actor: Person, file_name: str, content: bytes, now: datetime.datetime) -> PackFile:
    """Kept until somebody has looked at what it would change."""
    require(policies.may_look_after_hints(actor, now))
    return PackFile.objects.create(
        organization_id=actor.organization_id,
        actor=actor,
        file_name=file_name[:200],
        file=keep_bytes(content, kind=Kind.TEXT, organization_id=actor.organization_id, now=now),
        created_at=now,
    )


@transaction.atomic
def take_over_pack(*, actor: Person, file_id: uuid.UUID, now: datetime.datetime) -> Taken:
    """All of it or nothing. Raises PackRefused."""
    pack_file = access_pack_file(viewer=actor, file_id=file_id, now=now)
    pack = read_pack(read_content(pack_file))
    taken = take_over(pack, organization=actor.organization, actor=actor, now=now)
    _throw_away(pack_file, now)
    return taken


@transaction.atomic
def discard_pack(*, actor: Person, file_id: uuid.UUID, now: datetime.datetime) -> None:
    _throw_away(access_pack_file(viewer=actor, file_id=file_id, now=now), now)


def read_content(pack_file: PackFile) -> bytes:
    """Raises PackRefused where its bytes are gone."""
    try:
        return b"".join(read_file(pack_file.file))
    except (FileLost, KeyDestroyed) as lost:
        raise PackRefused([PackProblem("", _("The file is gone. Please choose it again."))]) from lost


def forget_old_pack_files(*, now: datetime.datetime) -> int:
    return delete_with_files(PackFile.objects.filter(created_at__lt=now - KEEP_PACK_FILES), "file", now=now)


@transaction.atomic
def take_over(pack: Pack, *, organization: Organization, actor: Person | None, now: datetime.datetime) -> Taken:
    """`actor` is None for the command line, which belongs to whoever runs the machine. Raises PackRefused."""
    if actor is not None:
        require(policies.may_look_after_hints(actor, now) and actor.organization_id == organization.pk)
    plan = plan_pack(pack, organization=organization)
    _add(plan, organization, now)
    for hint, row in plan.changed:
        _change(hint, row, plan, now)
    taken = Taken(added=len(plan.added), changed=len(plan.changed), same=len(plan.same))
    if not plan.changes_nothing:
        _record("pack_taken", organization, actor, now, pack=pack.key, added=taken.added, changed=taken.changed)
    return taken


@transaction.atomic
def export_own(*, organization: Organization, actor: Person | None, licence: str, now: datetime.datetime) -> bytes:
    """What colleagues wrote and what stands published, without a name. What came with packs travels with those."""
    if actor is not None:
        require(policies.may_look_after_hints(actor, now) and actor.organization_id == organization.pk)
    hints = Hint.objects.filter(organization=organization, author__isnull=False).published()
    found = list(hints.select_related("topic", "response").order_by("topic__position", "response__position", "pk"))
    _record("pack_handed_out", organization, actor, now, number=len(found))
    return write_pack(found, organization=organization, licence=licence[:80], now=now)


def access_pack_file(*, viewer: Person, file_id: uuid.UUID, now: datetime.datetime) -> PackFile:
    """Http404 for files of another organization."""
    file = get_object_or_404(PackFile.objects.select_related("file"), pk=file_id, organization=viewer.organization_id)
    require(policies.may_look_after_hints(viewer, now))
    return file


def _throw_away(pack_file: PackFile, now: datetime.datetime) -> None:
    delete_with_files(PackFile.objects.filter(pk=pack_file.pk), "file", now=now)


def _add(plan: Plan, organization: Organization, now: datetime.datetime) -> None:
    new = [
        Hint(organization=organization, pack=plan.pack.key, pack_key=row.key, created_at=now, **columns_of(row, plan))
        for row in plan.added
    ]
    for hint in new:
        refresh_search_text(hint)
    Hint.objects.bulk_create(new, batch_size=200)
    HintScore.objects.bulk_create([HintScore(hint=hint) for hint in new], batch_size=500)


def _change(hint: Hint, row: PackHint, plan: Plan, now: datetime.datetime) -> None:
    """A newer edition; what was taken off here stays off."""
    for name, value in columns_of(row, plan).items():
        setattr(hint, name, value)
    hint.edited_at = now
    refresh_search_text(hint)
    hint.save()


def _record(
    what: str, organization: Organization, actor: Person | None, now: datetime.datetime, **detail: object
) -> None:
    record(
        organization_id=organization.pk, actor=actor, action=f"hints.{what}", subject_id=None, detail=detail, now=now
    )
