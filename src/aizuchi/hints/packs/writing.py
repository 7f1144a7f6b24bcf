"""A pack of what the people of an organization wrote. It carries no name of any person: giving one's name to colleagues
is not giving it to other companies."""

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable
from typing import Any

from aizuchi.hints.models import Hint
from aizuchi.hints.packs.reading import FORMAT, LANGUAGES, VERSION
from aizuchi.people.models import Organization


def write_pack(hints: Iterable[Hint], *, organization: Organization, licence: str, now: datetime.datetime) -> bytes:
    """`hints` come with topic and response."""
    name = {"ja": organization.name, "en": organization.name_en or organization.name}
    pack = {
        "format": FORMAT,
        "version": VERSION,
        "pack": {
            "id": f"organization-{_short(organization.pk)}",
            "edition": organization.today(now).isoformat(),
            "title": name,
            "licence": licence,
            "author": {language: words[:80] for language, words in name.items()},
        },
        "hints": [_row(hint) for hint in hints],
    }
    return json.dumps(pack, ensure_ascii=False, indent=1).encode()


def _row(hint: Hint) -> dict[str, Any]:
    said = {part: _texts(hint, part) for part in ("title", "situation", "body")}
    return {
        "id": _short(hint.pk),
        "topic": hint.topic.key,
        "response": hint.response.key,
        **{part: texts for part, texts in said.items() if texts},
    }


def _texts(hint: Hint, part: str) -> dict[str, str]:
    return {language: words for language in LANGUAGES if (words := getattr(hint, f"{part}_{language}"))}


def _short(key: uuid.UUID) -> str:
    """The same each time, and no key of ours."""
    return hashlib.sha256(key.bytes).hexdigest()[:16]
