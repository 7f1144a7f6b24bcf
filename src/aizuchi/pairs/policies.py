"""Who may do what with a pair. The two; HR for the frame around it; the words belong to the two alone."""

import datetime

from aizuchi.catalogue.models import PairKind
from aizuchi.pairs.models import Pair, Proposal
from aizuchi.people.models import Person
from aizuchi.people.policies import is_hr


def may_read_pair(viewer: Person, pair: Pair) -> bool:
    """The two, from the first day on and for good: what they shared stays theirs to read."""
    return pair.has(viewer) and pair.circle_id is not None


def may_write_pair(viewer: Person, pair: Pair, today: datetime.date) -> bool:
    """The two, while it lasts."""
    return may_read_pair(viewer, pair) and pair.holds_on(today)


def may_edit_settings(viewer: Person, pair: Pair, today: datetime.date) -> bool:
    """Cadence, length and themes: either of the two."""
    return may_write_pair(viewer, pair, today)


def words_of(viewer: Person, pair: Pair) -> frozenset[str]:
    """Which of `purpose`, `care` and `wish` are this person's own words.

    In a peer pair both say what it is for, and each has one field for what they would like to be taken care of.
    """
    if not pair.has(viewer):
        return frozenset()
    own = {"wish"} if viewer.pk == pair.mentee_id else {"purpose", "care"}
    return frozenset(own | {"purpose"} if pair.is_peer else own)


def may_edit_words(viewer: Person, pair: Pair, field: str, today: datetime.date) -> bool:
    return field in words_of(viewer, pair) and may_write_pair(viewer, pair, today)


def may_end_pair(viewer: Person, pair: Pair, today: datetime.date) -> bool:
    """Quietly by either of the two, or by HR. Supervisor pairs end with the reporting line and no other way."""
    lasts = pair.until_on is None or today < pair.until_on
    if not lasts or pair.kind == PairKind.SUPERVISOR:
        return False
    return may_read_pair(viewer, pair) or may_manage_pair(viewer, pair, today)


def may_manage_pairs(viewer: Person, today: datetime.date) -> bool:
    """Start pairs, list them and end them: HR. Sees who meets whom and how often, never a word."""
    return is_hr(viewer, on=today)


def may_manage_pair(viewer: Person, pair: Pair, today: datetime.date) -> bool:
    return viewer.organization_id == pair.organization_id and may_manage_pairs(viewer, today)


def may_propose_to(viewer: Person, other: Person) -> bool:
    return viewer.pk != other.pk and viewer.organization_id == other.organization_id


def may_answer(viewer: Person, proposal: Proposal) -> bool:
    return proposal.answer == "" and viewer.pk == proposal.receiver().pk


def may_withdraw(viewer: Person, proposal: Proposal) -> bool:
    return proposal.answer == "" and viewer.pk == proposal.proposed_by_id
