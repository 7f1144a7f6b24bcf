"""Whose words are whose: by the client that wrote them and by how far it had come.

A Yjs client numbers what it writes. Who sent a stretch of that is its author; a number that goes on by another hand
does not carry the first one's name any further.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from aizuchi.notes.tree import Written, ends_of
from aizuchi.notes.walker import BadUpdate, Section, glance

_Run = tuple[int, uuid.UUID | None]


class Authors:
    """Each client's writing as runs, (from which clock, whose); None: nobody can say."""

    def __init__(self) -> None:
        self._runs: dict[int, list[_Run]] = {}
        self._ends: dict[int, int] = {}

    @classmethod
    def read(cls, told: Mapping[str, str], snapshots: Iterable[bytes] = ()) -> Self:
        """As `told` writes them; the snapshots show how far each client had come then."""
        authors = cls()
        for place, person in told.items():
            client, _, start = place.partition("@")
            authors._runs.setdefault(int(client), []).append((int(start or 0), uuid.UUID(person) if person else None))
        for snapshot in snapshots:
            authors._ends |= ends_of(snapshot)
        return authors

    def learn_update(self, update: bytes, person: uuid.UUID | None) -> None:
        """As `learn`, of all that is in an update of the log."""
        for section in _sections(update):
            self.learn(section.client, section.start, section.end, person)

    def learn_log(self, log: Sequence[Written], merged: Sequence[Written]) -> None:
        """All of a log. What `merge_by_writer` makes of it is enough where no client wrote for several people."""
        sections = _whose_sections(merged)
        if not self._is_each_one_persons(sections):
            sections = _whose_sections(log)
        for section, person in sections:
            self.learn(section.client, section.start, section.end, person)

    def _is_each_one_persons(self, sections: Iterable[tuple[Section, uuid.UUID | None]]) -> bool:
        owners = {client: {runs[-1][1]} for client, runs in self._runs.items()}
        for section, person in sections:
            owners.setdefault(section.client, set()).add(person)
        return all(len(people) == 1 for people in owners.values())

    def told(self) -> dict[str, str]:
        """{client: person}, and {client@clock: person} from where on it is somebody else; empty: nobody can say."""
        return {
            _place(client, start if number else 0): _name(person)
            for client, runs in self._runs.items()
            for number, (start, person) in enumerate(runs)
        }

    def owner_of(self, client: int) -> uuid.UUID | None:
        """Who may go on under this number; None: whoever comes first."""
        runs = self._runs.get(client)
        return runs[-1][1] if runs else None

    def learn(self, client: int, start: int, end: int, person: uuid.UUID | None) -> dict[str, str]:
        """From `start` to before `end` it was this person. Returns what is new, as `told` writes it."""
        start, known = max(start, self._ends.get(client, 0)), client in self._runs
        if known and end <= start:
            return {}
        self._ends[client] = max(end, start)
        if known and self._runs[client][-1][1] == person:
            return {}
        return self._add(client, start if known else 0, person)

    def claim(self, client: int, person: uuid.UUID) -> dict[str, str]:
        """Somebody says that this is their client: so it is from now on, unless it is another's already."""
        if self.owner_of(client) is not None:
            return {}
        return self._add(client, self._ends.get(client, 0) if client in self._runs else 0, person)

    def adopt(self, others: Self) -> dict[str, str]:
        """Takes over what another reading of the log knows of clients that are unknown here."""
        news: dict[str, str] = {}
        for client, runs in others._runs.items():
            if client not in self._runs:
                for start, person in runs:
                    news |= self._add(client, start, person)
        for client, end in others._ends.items():
            self._ends[client] = max(end, self._ends.get(client, 0))
        return news

    def _add(self, client: int, start: int, person: uuid.UUID | None) -> dict[str, str]:
        self._runs.setdefault(client, []).append((start, person))
        return {_place(client, start): _name(person)}


def _place(client: int, start: int) -> str:
    return f"{client}@{start}" if start else str(client)


def _name(person: uuid.UUID | None) -> str:
    return str(person) if person else ""


def _whose_sections(log: Iterable[Written]) -> list[tuple[Section, uuid.UUID | None]]:
    return [(section, person) for update, person in log for section in _sections(update)]


def _sections(update: bytes) -> list[Section]:
    try:
        return [section for section in glance(update).sections if section.start < section.end]
    except BadUpdate:  # it is left out of the document too
        return []
