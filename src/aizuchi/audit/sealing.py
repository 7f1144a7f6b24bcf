"""What an entry's seal covers, written down so that anybody can compute it again."""

import hashlib
import json
from datetime import UTC

from aizuchi.audit.models import Entry


def digest_of(entry: Entry) -> str:
    """SHA-256 over the entry's content in canonical JSON, with the digest of the entry before it."""
    content = {
        "organization": str(entry.organization_id),
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor_id and str(entry.actor_id),
        "action": entry.action,
        "subject": entry.subject_id and str(entry.subject_id),
        "detail": entry.detail,
        "previous": entry.previous,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
