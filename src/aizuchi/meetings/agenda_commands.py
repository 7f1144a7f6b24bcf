"""What a form says about the agenda, read once for all doors: a tap with a script, the whole form, a link in a mail.

Reading refuses nothing; whether it makes sense, the operations tell, after they know who asks.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.measure import read_number
from aizuchi.meetings.agenda_sources import AgendaSource
from aizuchi.meetings.operations.agenda import Subject


@dataclass(frozen=True)
class Remove:
    item_id: uuid.UUID


Command = Subject | Remove
"""Bring this, or take that off."""


def read_whole_number(said: Any) -> int | None:
    """A whole number from a form, or nothing."""
    text = str(said)
    size = read_number(text.removeprefix("-"))
    return -size if size and text.startswith("-") else size


def read_subject(data: Mapping[str, Any]) -> Subject:
    """Of a form about one item: `source` (KIND:KEY), `topic` and `theme` (keys), `title` or `own_words`."""
    if said := str(data.get("source") or ""):
        return Subject(source=AgendaSource.read(said))
    return Subject(
        topic_id=read_key(data.get("topic")),
        theme_id=read_key(data.get("theme")),
        title=str(data.get("title") or data.get("own_words") or ""),
    )


def read_commands(data: QueryDict) -> list[Command]:
    """Of the whole form, which says of each box what it was: a stale tab takes back nothing that happened elsewhere."""
    commands: list[Command] = []
    for name in ("chip", "carry"):
        chosen, was = data.getlist(name), _read_pairs(data, f"was_{name}")
        commands += [_read_chosen(str(value)) for value in dict.fromkeys(chosen) if value not in was]
        items = [read_key(item) for value, item in was.items() if value not in chosen]
        commands += [Remove(item_id) for item_id in items if item_id]
    if words := str(data.get("own_words") or "").strip():
        commands.append(Subject(title=words))
    return commands


def _read_chosen(value: str) -> Subject:
    kind, _colon, key = value.partition(":")
    return read_subject({kind: key} if kind in ("topic", "theme") else {"source": value})


def _read_pairs(data: QueryDict, name: str) -> dict[str, str]:
    """Hidden fields that say VALUE=ITEM."""
    return dict(str(value).split("=", 1) for value in data.getlist(name) if "=" in str(value))
