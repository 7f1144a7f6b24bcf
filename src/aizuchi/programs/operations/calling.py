"""Where a draft leaves somebody alone: mentors are asked whether they meet with one more, others whether they join."""

import datetime
import uuid

from django.db import transaction

from aizuchi.people.models import Person
from aizuchi.programs.match_notices import ask_for_one_more, call_for_volunteers
from aizuchi.programs.models import MatchDraft, Participant
from aizuchi.programs.models.participant import MOST_PARTNERS
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.queries.people_of_rules import counterpart_of
from aizuchi.programs.refusals import NobodyToAsk


@transaction.atomic
def ask_mentors_for_more(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> int:
    """All mentors alike, once per draft: nobody learns for whom. Returns how many. Raises Http404, NobodyToAsk."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    mentors = program.participants.joined().filter(side=Participant.Side.MENTOR, capacity__lt=MOST_PARTNERS)
    people = set(mentors.values_list("person", flat=True))
    draft = _find_draft(program_id, people)
    ask_for_one_more(program, people, draft.number, now)
    record_step(program, "called", actor, now, people=len(people))
    return len(people)


@transaction.atomic
def call_for_more_mentors(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> int:
    """Whoever may be a partner and takes no part yet, once per draft. Returns how many. Raises Http404, NobodyToAsk."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    known = set(program.participants.values_list("person", flat=True))
    people = counterpart_of(program, actor.organization.today(now)) - known
    draft = _find_draft(program_id, people)
    call_for_volunteers(program, people, draft.number, now)
    record_step(program, "called", actor, now, people=len(people))
    return len(people)


def _find_draft(program_id: uuid.UUID, people: set[uuid.UUID]) -> MatchDraft:
    draft = MatchDraft.objects.filter(program=program_id, unmatched__isnull=False).order_by("-number").first()
    if draft is None or not people:
        raise NobodyToAsk
    return draft
