"""How a note came to be: who wrote when, what it said then, and what each turn changed. For its circle only."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.safestring import SafeString

from aizuchi.kernel import keys
from aizuchi.notes import log
from aizuchi.notes.models import Document, Update
from aizuchi.notes.queries import NoteContent, NotePerson, read_document, say_damaged
from aizuchi.notes.rendering import render_html, render_text
from aizuchi.notes.tree import Node, document_of, read_tree
from aizuchi.people.models import Person

_SAME_TURN = datetime.timedelta(minutes=15)
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Version:
    """What stood there after one person's turn at writing."""

    number: int
    author: NotePerson | None
    began_at: datetime.datetime
    ended_at: datetime.datetime
    update_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class HistoryLine:
    """A line that a turn added or took away, or one beside it."""

    text: str
    is_added: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class History:
    note: NoteContent
    versions: Sequence[Version]
    """The newest first."""
    shown: Version | None
    html: SafeString
    changes: Sequence[HistoryLine]
    is_whole: bool = True

    @property
    def damage(self) -> str:
        """What to say where something of the log cannot be read any more."""
        return "" if self.is_whole else say_damaged()

    @property
    def is_latest(self) -> bool:
        return self.shown is None or self.shown.number == len(self.versions)


def read_history(document_id: uuid.UUID, *, viewer: Person, number: int | None = None) -> History:
    """Raises `Document.DoesNotExist` where the viewer is not of the circle. An unknown number shows the latest."""
    note = read_document(document_id, viewer=viewer)
    versions = _list_versions(note)
    shown = next((version for version in versions if version.number == number), versions[-1] if versions else None)
    if shown is None:
        return History(note, (), None, SafeString(""), ())
    (tree, is_whole), (before, _) = (
        _tree_after(note.document_id, versions[:count]) for count in (shown.number, shown.number - 1)
    )
    changes = tuple(_compare(render_text(before), render_text(tree)))
    return History(note, versions[::-1], shown, render_html(tree), changes, is_whole)


def tree_at(document: Document, *, number: int, viewer: Person) -> Node | None:
    """What the note said after that turn; None if there was no such turn."""
    versions = _list_versions(read_document(document.pk, viewer=viewer))
    return _tree_after(document.pk, versions[:number])[0] if 1 <= number <= len(versions) else None


def _list_versions(note: NoteContent) -> list[Version]:
    people = {person.id: person for person in note.people}
    turns: list[list[_Entry]] = []
    rows = Update.objects.filter(document=note.document_id).order_by("id").values_list("id", "author_id", "at")
    for entry in (_Entry(*row) for row in rows):
        latest = turns[-1][-1] if turns else None
        if latest and latest.author_id == entry.author_id and entry.at - latest.at <= _SAME_TURN:
            turns[-1].append(entry)
        else:
            turns.append([entry])
    return [
        Version(
            number, people.get(turn[0].author_id or _NOBODY), turn[0].at, turn[-1].at, tuple(entry.id for entry in turn)
        )
        for number, turn in enumerate(turns, start=1)
    ]


class _Entry(NamedTuple):
    id: uuid.UUID
    author_id: uuid.UUID | None
    at: datetime.datetime


def _tree_after(document_id: uuid.UUID, versions: Sequence[Version]) -> tuple[Node, bool]:
    """What it said, and whether all of that can be read."""
    wanted = {update_id for version in versions for update_id in version.update_ids}
    document = Document.objects.get(pk=document_id)
    found = keys.find_data_keys([document.circle_id])
    key = found.keys.get(document.circle_id)
    rows = Update.objects.filter(document=document_id).order_by("id") if key else []
    opened = [log.try_update(row, key=key) for row in rows if key and row.pk in wanted]
    is_whole = None not in opened and not (wanted and found.broken)
    return read_tree(document_of(update for update in opened if update is not None)), is_whole


def _compare(before: str, after: str) -> Iterator[HistoryLine]:
    old, new = before.splitlines(), after.splitlines()
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        yield from (HistoryLine(line, is_removed=True) for line in old[old_start:old_end] if line.strip())
        yield from (HistoryLine(line, is_added=True) for line in new[new_start:new_end] if line.strip())
