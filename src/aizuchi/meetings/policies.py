"""Who may do what in a 1on1. Only the two ever see it; after their pair ended both read and neither writes."""

import datetime
import uuid

from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.models import AgendaItem, Meeting, SlotProposal, TalkRequest
from aizuchi.pairs.models import Pair
from aizuchi.pairs.policies import may_write_pair
from aizuchi.people.models import Person

State = Meeting.State


def may_follow_meeting(person: Person, key: str) -> bool:
    """Whether a screen of this person may hear that something changed; `key` comes from the address of the socket."""
    try:
        return Meeting.objects.visible_to(person).filter(pk=uuid.UUID(key)).exists()
    except ValueError:
        return False


def may_answer_talk(viewer: Person, asked: TalkRequest, now: datetime.datetime) -> bool:
    """Whoever was asked."""
    return may_arrange(viewer, asked.pair, now) and asked.asked_by_id != viewer.pk


def may_follow_oneself(person: Person, key: str) -> bool:
    return key == str(person.pk)


def may_name_intent(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """What it is for, this time: whoever listens may say it, until it is held."""
    return responds(viewer, meeting.pair) and may_move(viewer, meeting, now)


def may_arrange(viewer: Person, pair: Pair, now: datetime.datetime) -> bool:
    """Schedule, move and cancel: both, until the last day of the pair."""
    return pair.has(viewer) and (pair.until_on is None or viewer.today(now) < pair.until_on)


def may_write_meeting(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """Agenda and notes: before, during and after, for as long as the pair lasts."""
    return may_arrange(viewer, meeting.pair, now) and meeting.state != State.CANCELLED


def may_prepare(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return may_write_meeting(viewer, meeting, now) and meeting.state in (State.PLANNED, State.HELD)


def may_hold(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """Start it, end it, and follow it on the session screen."""
    return may_write_meeting(viewer, meeting, now)


def may_move(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return may_arrange(viewer, meeting.pair, now) and meeting.state == State.PLANNED


def may_cancel(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return may_move(viewer, meeting, now) and meeting.starts_at is not None


def may_restore(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return may_arrange(viewer, meeting.pair, now) and meeting.state == State.CANCELLED and meeting.starts_at is not None


def may_choose_response(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    """How to be met, and who decides: the owner alone. That is the mentee, or in a peer pair whoever brought it."""
    return item.owner_id == viewer.pk and may_write_meeting(viewer, item.meeting, now)


def may_write_comment(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    """Nobody puts words into the other's mouth."""
    return item.added_by_id == viewer.pk and may_write_meeting(viewer, item.meeting, now)


def may_remove_item(viewer: Person, item: AgendaItem, now: datetime.datetime) -> bool:
    """Whoever brought it, and whose time it is."""
    return viewer.pk in (item.added_by_id, item.owner_id) and may_write_meeting(viewer, item.meeting, now)


def may_check_condition(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return brings_topics(viewer, meeting.pair) and may_prepare(viewer, meeting, now)


def may_ask_ahead(viewer: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    return responds(viewer, meeting.pair) and may_prepare(viewer, meeting, now)


def brings_topics(person: Person, pair: Pair) -> bool:
    """Whose time it is: the mentee's; in a peer pair both persons'."""
    return pair.mentee_id == person.pk or (pair.kind == PairKind.PEER and pair.has(person))


def responds(person: Person, pair: Pair) -> bool:
    return pair.mentor_id == person.pk or (pair.kind == PairKind.PEER and pair.has(person))


def may_propose_slots(actor: Person, pair: Pair, *, on: datetime.date) -> bool:
    return may_write_pair(actor, pair, on)


def may_answer_proposal(actor: Person, proposal: SlotProposal, *, on: datetime.date) -> bool:
    """Whoever did not make it; asked again when a time is taken."""
    return proposal.proposed_by_id != actor.pk and may_propose_slots(actor, proposal.pair, on=on)


def may_withdraw_proposal(actor: Person, proposal: SlotProposal) -> bool:
    return proposal.proposed_by_id == actor.pk
