"""A draft goes out: the two of each match begin, and both are told why. All of it or nothing."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.programs.events import MatchesPublished
from aizuchi.programs.models import Match, MatchDraft, Participant, Program
from aizuchi.programs.operations.access import record_step
from aizuchi.programs.operations.begin import begin_matches
from aizuchi.programs.operations.changes import lock_latest_draft
from aizuchi.programs.queries.conflicts import FULL, DraftedPair, find_conflicts

AT_ONCE = 100
"""More are published by a job."""


@dataclass(frozen=True, kw_only=True)
class Published:
    matches: int
    left_out: dict[uuid.UUID, str] = field(default_factory=dict)
    """By match why the two could not be brought together now. See `queries.conflicts`."""
    refused: list[Refusal] = field(default_factory=list)


@transaction.atomic
def publish_draft(*, actor: Person, program_id: uuid.UUID, version: int, now: datetime.datetime) -> Published:
    """What is settled; whoever has nobody, and whom something keeps apart since, waits. A second time finds nothing
    left to do. Raises Http404, PermissionDenied, Stale."""
    draft = lock_latest_draft(actor=actor, program_id=program_id, version=version, now=now)
    waiting = draft.matches.select_for_update(of=("self",)).filter(published_at__isnull=True)
    matches = list(waiting.select_related("mentee", "mentor"))
    conflicts = find_conflicts(draft.program, map(as_pair, matches), draft.program.organization.today(now))
    conflicts |= _find_overfull(matches, conflicts, draft.program)
    going = [match for match in matches if match.pk not in conflicts]
    refused = begin_matches(going, actor=actor, now=now)
    apart = {match.pk for match, _why in refused}
    out = [match.pk for match in going if match.pk not in apart]
    if out:
        _go_on(draft, actor, out, now)
    return Published(matches=len(out), left_out=conflicts, refused=[why for _match, why in refused])


def as_pair(match: Match) -> DraftedPair:
    return DraftedPair(
        match_id=match.pk,
        mentee_id=match.mentee_id,
        mentor_id=match.mentor_id,
        mentee_person=match.mentee.person_id,
        mentor_person=match.mentor.person_id,
    )


def _find_overfull(matches: list[Match], conflicts: dict[uuid.UUID, str], program: Program) -> dict[uuid.UUID, str]:
    """Where a mentor takes fewer than when the draft was made: whoever fits least waits."""
    has = Counter(
        Match.objects.lasting()
        .filter(program=program, mentor__side=Participant.Side.MENTOR)
        .values_list("mentor_id", flat=True)
    )
    over = {}
    for match in sorted(matches, key=lambda one: (-one.score, one.pk)):
        if match.pk in conflicts or match.mentor.side != Participant.Side.MENTOR:
            continue
        has[match.mentor_id] += 1
        if has[match.mentor_id] > match.mentor.capacity:
            over[match.pk] = FULL
    return over


def _go_on(draft: MatchDraft, actor: Person, match_ids: list[uuid.UUID], now: datetime.datetime) -> None:
    program = draft.program
    if program.state == Program.State.OPEN:
        program.state = Program.State.RUNNING
        program.save(update_fields=["state"])
    draft.summary = draft.summary | {"published_at": now.isoformat()}
    draft.save(update_fields=["summary"])
    record_step(program, "published", actor, now, matches=len(match_ids))
    publish(
        MatchesPublished(
            organization_id=program.organization_id,
            program_id=program.pk,
            match_ids=tuple(match_ids),
            actor_id=actor.pk,
            at=now,
        )
    )
