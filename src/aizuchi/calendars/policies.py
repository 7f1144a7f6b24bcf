"""Who may connect which calendar, and see it. Each person their own; the rooms' calendars are the office's."""

import datetime

from aizuchi.calendars.models import Connection, Question, SlotProposal
from aizuchi.pairs import policies as pairs
from aizuchi.pairs.models import Pair
from aizuchi.people import policies as people
from aizuchi.people.models import Organization, Person


def may_see_connection(viewer: Person, connection: Connection, *, on: datetime.date) -> bool:
    if connection.resource:
        return may_connect_rooms(viewer, connection.resource.organization, on=on)
    return connection.person_id == viewer.pk


def may_connect_rooms(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    return viewer.organization_id == organization.pk and people.is_administrator(viewer, on=on)


def may_name_1on1s(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    """Whoever keeps people keeps the word under which their 1on1s stand in calendars."""
    return people.may_edit_people(viewer, organization, on=on)


def may_answer_question(viewer: Person, question: Question) -> bool:
    return question.person_id == viewer.pk


def may_propose_slots(actor: Person, pair: Pair, *, on: datetime.date) -> bool:
    return pairs.may_write_pair(actor, pair, on)


def may_read_proposal(viewer: Person, proposal: SlotProposal) -> bool:
    return pairs.may_read_pair(viewer, proposal.pair)


def may_answer_proposal(actor: Person, proposal: SlotProposal, *, on: datetime.date) -> bool:
    """Whoever did not make it; asked again when a time is taken."""
    return proposal.proposed_by_id != actor.pk and may_propose_slots(actor, proposal.pair, on=on)


def may_withdraw_proposal(actor: Person, proposal: SlotProposal) -> bool:
    return proposal.proposed_by_id == actor.pk


def may_keep_rooms(viewer: Person, organization: Organization, *, on: datetime.date) -> bool:
    """Rooms and the organization's own days: HR and administrators."""
    return people.may_edit_people(viewer, organization, on=on)
