"""Reading the record, and proving that it is whole."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.audit.models import AuditEntry, ChainHead, Seal, UnsealedEntry
from aizuchi.audit.sealing import digest_of


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place where a chain no longer holds."""

    organization_id: uuid.UUID
    number: int
    reason: str


def verify_chain(*, organization_id: uuid.UUID) -> Break | None:
    """The first broken entry among the sealed ones, or nothing when every entry is what was written."""
    number, digest = 0, ""
    seals = Seal.objects.filter(organization_id=organization_id).select_related("entry").order_by("number")
    for seal in seals.iterator(chunk_size=2000):
        if seal.number != number + 1:
            return Break(organization_id=organization_id, number=number + 1, reason="missing")
        if seal.previous != digest or seal.digest != digest_of(seal.entry, number=seal.number, previous=digest):
            return Break(organization_id=organization_id, number=seal.number, reason="changed")
        number, digest = seal.number, seal.digest
    head = ChainHead.objects.filter(organization_id=organization_id).first()
    is_cut = (head.number, head.digest) != (number, digest) if head else number > 0
    if is_cut or _has_entry_outside(organization_id):
        return Break(organization_id=organization_id, number=number + 1, reason="missing")
    return None


def list_breaks() -> list[Break]:
    """Every organization's first break; what `aizuchi check` asks."""
    chains = set(ChainHead.objects.values_list("organization_id", flat=True))
    chains |= set(AuditEntry.objects.order_by().values_list("organization_id", flat=True).distinct())
    breaks = [verify_chain(organization_id=chain) for chain in sorted(chains)]
    return [broken for broken in breaks if broken]


def count_unsealed(*, before: datetime.datetime) -> int:
    """How many entries from before that moment, of all organizations, still wait for their seal."""
    return UnsealedEntry.objects.filter(entry__at__lt=before).count()


def _has_entry_outside(organization_id: uuid.UUID) -> bool:
    """An entry that has no seal and waits for none: somebody took one of the two away."""
    return AuditEntry.objects.filter(organization_id=organization_id, seal=None, waiting=None).exists()


def list_entries_about(*, subject_id: uuid.UUID, actions: Sequence[str]) -> list[AuditEntry]:
    """What happened to one thing, latest first."""
    return list(AuditEntry.objects.filter(subject_id=subject_id, action__in=actions).order_by("-id"))


def count_entries(*, organization_id: uuid.UUID, actor_id: uuid.UUID, action: str) -> int:
    """How often somebody did one thing."""
    return AuditEntry.objects.filter(organization_id=organization_id, actor_id=actor_id, action=action).count()
