"""Facts about pairs. Plural, because a reorganization starts and ends thousands at once."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PairsStarted(Event):
    """Their first day has come: from now on they have a circle and need a next meeting."""

    organization_id: uuid.UUID
    pair_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PairsEnded(Event):
    """Their last day is over: both read, neither edits, and what was planned will not take place."""

    organization_id: uuid.UUID
    pair_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PairsResumed(Event):
    """They ended by a mistake that was taken back: they go on as they were. `closed` tells since when each was over."""

    organization_id: uuid.UUID
    closed: tuple[tuple[uuid.UUID, datetime.datetime], ...]


@dataclass(frozen=True, kw_only=True)
class PairChanged(Event):
    """Cadence, length, words or themes are no longer as they were."""

    pair_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RhythmsChanged(Event):
    """HR gave many pairs another rhythm: which ones, the change tells."""

    change_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class RhythmsRestored(Event):
    """That was taken back."""

    change_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ProposalMade(Event):
    proposal_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(Event):
    """Accepted, declined or taken back: the proposal tells which."""

    proposal_id: uuid.UUID
