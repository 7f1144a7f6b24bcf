"""Whether keys open what was saved: every organization's key, and some of the oldest and newest words."""

import base64
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aizuchi.kernel.sealing import Place, SealBroken, open_sealed

Ask = Callable[[str], Iterable[Sequence[Any]]]
MOST, MOST_BYTES = 20, 64 * 1024
"""Of each end, and of one piece: what a backup tells about itself must stay small enough to be read."""

_ORGANIZATIONS = "SELECT organization_id, wrapped, key_name, version FROM kernel_organizationkey"
_WORDS = (
    "SELECT u.id, u.document_id, u.payload, k.owner, k.wrapped, k.organization_id FROM notes_update u"
    " JOIN notes_document d ON d.id = u.document_id JOIN kernel_datakey k ON k.owner = d.circle_id"
    " WHERE k.destroyed_at IS NULL AND length(u.payload) <= {} ORDER BY u.id {} LIMIT {}"
)


class KeysDoNotOpen(Exception):
    """Carries the names of the keys that are missing, or nothing where they are there and do not open."""


@dataclass(frozen=True)
class Opened:
    count: int
    total: int


def take_samples(ask: Ask) -> dict[str, list[list[Any]]]:
    """As JSON takes it. All of it is sealed."""
    words = {row[0]: row for order in ("ASC", "DESC") for row in ask(_WORDS.format(MOST_BYTES, order, MOST))}
    return {
        "organizations": [_told(row) for row in ask(_ORGANIZATIONS)],
        "words": [_told(row) for row in words.values()],
    }


def open_samples(samples: Mapping[str, Sequence[Sequence[Any]]], keys: Mapping[str, bytes]) -> Opened:
    """How many words were opened, of how many. Raises KeysDoNotOpen."""
    missing = {row[2] for row in samples["organizations"]} - keys.keys()
    if missing:
        raise KeysDoNotOpen(*sorted(missing))
    try:
        organization_keys = {row[0]: _open_organization(row, keys) for row in samples["organizations"]}
    except SealBroken as error:
        raise KeysDoNotOpen from error
    count = sum(_opens(row, organization_keys) for row in samples["words"])
    if samples["words"] and not count:
        raise KeysDoNotOpen
    return Opened(count, len(samples["words"]))


def _open_organization(row: Sequence[Any], keys: Mapping[str, bytes]) -> bytes:
    organization, wrapped, name, version = row
    place = Place("kernel_organizationkey", organization, "wrapped", version)
    return open_sealed(base64.b64decode(wrapped), key=keys[name], place=place)


def _opens(row: Sequence[Any], organization_keys: Mapping[str, bytes]) -> bool:
    update, document, payload, owner, wrapped, organization = row
    try:
        place = Place("kernel_datakey", owner, "wrapped")
        key = open_sealed(base64.b64decode(wrapped), key=organization_keys[organization], place=place)
        open_sealed(base64.b64decode(payload), key=key, place=Place("notes_update", f"{document}/{update}", "payload"))
    except (SealBroken, KeyError):
        return False
    return True


def _told(row: Sequence[Any]) -> list[Any]:
    return list(map(_plain, row))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, str) and len(value) == 32:  # SQLite keeps ids without their hyphens
        return str(uuid.UUID(value))
    return str(value) if isinstance(value, uuid.UUID) else value
