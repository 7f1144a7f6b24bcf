"""The words in which a rule is said."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django_tasks.base import Task

# --- export ---


@dataclass(frozen=True)
class Rows:
    """Rows that one of the paths leads to: each ends on a foreign key to a person or on a column with a person's id."""

    paths: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Columns that are not told: secrets, and what others wrote."""


def of(*paths: str, without: Sequence[str] = ()) -> Rows:
    return Rows(paths, tuple(without))


@dataclass(frozen=True)
class NotPersonal:
    """Of the organization or the installation. Nothing is exported and nothing erased."""

    why: str


Export = Rows | NotPersonal

# --- erasure: what is done once a person is erased. `of` narrows the rows down from those of the export ---


@dataclass(frozen=True)
class Delete:
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clear:
    """The row stays, these columns are emptied."""

    columns: tuple[str, ...]
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class DestroyKey:
    """The row stays, the data key that this column names is destroyed, and with it all words sealed under it."""

    column: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """As it is. It refers to a person whose name is gone by then."""

    why: str


@dataclass(frozen=True)
class With:
    """As the row that this foreign key leads to: it goes or stays with it."""

    parent: str


Erasure = Delete | Clear | DestroyKey | Keep | With

# --- retention: how long a row stays while its organization is here ---


@dataclass(frozen=True)
class Forever:
    """Nothing ends it by itself."""


FOREVER = Forever()


@dataclass(frozen=True)
class Days:
    """That job deletes rows so long after `since`."""

    after: datetime.timedelta
    since: str
    job: Task[Any, Any]


@dataclass(frozen=True)
class Until:
    """That job deletes rows once this moment is over."""

    column: str
    job: Task[Any, Any]


@dataclass(frozen=True)
class ByRule:
    """That job ends rows, or what is in them, by a rule that is more than a number of days."""

    job: Task[Any, Any]
    rule: str


Retention = Forever | Days | Until | ByRule | With


@dataclass(frozen=True)
class OutsideTable:
    """A table without a model, in another database."""

    name: str
    database: str


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    model: type[models.Model] | OutsideTable
    export: Export
    erasure: Erasure | Sequence[Erasure] = ()
    """Nothing where the table is not personal."""
    retention: Retention
    mentions: Sequence[str] = field(default=())
    """Foreign keys to persons that say who did something. Such rows are not theirs; their name goes with themselves."""

    @property
    def label(self) -> str:
        if isinstance(self.model, OutsideTable):
            return f"{self.model.database}.{self.model.name}"
        return str(self.model._meta.label)

    @property
    def erasures(self) -> Sequence[Erasure]:
        return self.erasure if isinstance(self.erasure, Sequence) else (self.erasure,)
