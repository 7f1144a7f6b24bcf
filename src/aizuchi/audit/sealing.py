"""Chaining entries, and what a seal covers, written down so that anybody can compute it again."""

import hashlib
import json
import uuid
from datetime import UTC

from django.db import transaction

from aizuchi.audit.models import AuditEntry, ChainHead, Seal, UnsealedEntry

BATCH = 2000


def seal_waiting_entries(*, organization_id: uuid.UUID) -> int:
    """Seals what is committed by now, in the order in which it is seen, and returns how many entries that were.

    Whoever writes never waits for this: only two who seal the same organization take turns.
    """
    sealed = 0
    while count := _seal_batch(organization_id):
        sealed += count
    return sealed


def list_organizations_waiting() -> list[uuid.UUID]:
    return list(UnsealedEntry.objects.order_by().values_list("organization_id", flat=True).distinct())


def digest_of(entry: AuditEntry, *, number: int, previous: str) -> str:
    """SHA-256 over the entry's content in canonical JSON, with its number and the digest of the entry before it."""
    content = {
        "organization": str(entry.organization_id),
        "number": number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id and str(entry.actor_id),
        "action": entry.action,
        "subject": entry.subject_id and str(entry.subject_id),
        "detail": entry.detail,
        "previous": previous,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def _seal_batch(organization_id: uuid.UUID) -> int:
    ChainHead.objects.get_or_create(organization_id=organization_id)
    head = ChainHead.objects.select_for_update().get(organization_id=organization_id)
    waiting = UnsealedEntry.objects.filter(organization_id=organization_id)
    entries = [row.entry for row in waiting.select_related("entry").order_by("entry")[:BATCH]]
    seals = []
    for entry in entries:
        number, previous = head.number + 1, head.digest
        head.number, head.digest = number, digest_of(entry, number=number, previous=previous)
        seals.append(
            Seal(entry=entry, organization_id=organization_id, number=number, previous=previous, digest=head.digest)
        )
    Seal.objects.bulk_create(seals, batch_size=500)
    waiting.filter(entry__in=entries).delete()
    head.save(update_fields=["number", "digest"])
    return len(seals)
