"""Reading the record, and proving that it is whole."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.audit.models import ChainHead, Entry
from aizuchi.audit.sealing import digest_of


@dataclass(frozen=True, kw_only=True)
class Break:
    """The first place where a chain no longer holds."""

    organization_id: uuid.UUID
    number: int
    reason: str


def verify_chain(*, organization_id: uuid.UUID) -> Break | None:
    """The first broken entry, or nothing when every entry is what was written."""
    number, digest = 0, ""
    entries = Entry.objects.filter(organization_id=organization_id).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        if entry.number != number + 1:
            return Break(organization_id=organization_id, number=number + 1, reason="missing")
        if entry.previous != digest or entry.digest != digest_of(entry):
            return Break(organization_id=organization_id, number=entry.number, reason="changed")
        number, digest = entry.number, entry.digest
    head = ChainHead.objects.filter(organization_id=organization_id).first()
    if (head.number, head.digest) != (number, digest) if head else number:
        return Break(organization_id=organization_id, number=number + 1, reason="missing")
    return None


def list_breaks() -> list[Break]:
    """Every organization's first break; what `aizuchi check` asks."""
    chains = set(ChainHead.objects.values_list("organization_id", flat=True))
    chains |= set(Entry.objects.order_by().values_list("organization_id", flat=True).distinct())
    breaks = [verify_chain(organization_id=chain) for chain in sorted(chains)]
    return [broken for broken in breaks if broken]


def list_entries_about(*, subject_id: uuid.UUID, actions: Sequence[str]) -> list[Entry]:
    """What happened to one thing, latest first."""
    return list(Entry.objects.filter(subject_id=subject_id, action__in=actions).order_by("-id"))
