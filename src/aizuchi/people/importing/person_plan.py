"""What a file would change about one person."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from aizuchi.kernel.days import day_after
from aizuchi.people.importing.reading import ImportRow
from aizuchi.people.models import Membership, Person, Unit
from aizuchi.people.operations.employment import EmploymentFacts

Date = datetime.date
Post = tuple[Unit, bool]
"""A unit beside the main one, and whether they head it."""


@dataclass(frozen=True, kw_only=True)
class ImportChange:
    """One value before and after; `key` is a column."""

    key: str
    before: Any
    after: Any


@dataclass(kw_only=True)
class PersonPlan:
    row: ImportRow
    person: Person
    is_new: bool
    starts_on: Date
    joined_on: Date | None
    left_on: Date | None
    changes: list[ImportChange] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    is_head: bool = False
    others_ended: list[Membership] = field(default_factory=list)
    others_added: list[Post] = field(default_factory=list)
    employment: EmploymentFacts | None = None
    changes_supervisor: bool = False
    supervisor: Person | None = None
    address: str | None = None
    """Asked for only: its owner signs in already, and says whether it is theirs."""
    asks_for_address: bool = False
    leaves_on: Date | None = None
    returns: bool = False
    """A last day is taken back: they go on where they ended."""
    comes_back: bool = False
    """They were gone, and begin anew."""

    @property
    def kind(self) -> str:
        if self.is_new:
            return "added"
        if self.leaves_on:
            return "ended"
        return "changed" if self.changes else "same"

    @property
    def gone_on(self) -> Date | None:
        return day_after(self.left_on) if self.left_on else None

    @property
    def is_present(self) -> bool:
        return not (self.gone_on and self.gone_on <= self.starts_on)

    @property
    def loses_supervisor(self) -> bool:
        return self.changes_supervisor and self.supervisor is None
