"""One mentee of a draft: what they wish for, who could be their partner, and what a change would do."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.programs.explanations import Reason, list_reasons, say_rules
from aizuchi.programs.matching import UNMATCHED
from aizuchi.programs.models import Match, MatchDraft, Participant, Program
from aizuchi.programs.operations.access import access_managed_program
from aizuchi.programs.operations.changes import PartnerChoice, preview_change
from aizuchi.programs.queries.board import access_participant
from aizuchi.programs.queries.conflicts import is_line
from aizuchi.programs.solving.changing import ChangedDraft
from aizuchi.programs.solving.drafted import DraftedPairs, read_draft

MOST_IN_LINE = 3


@dataclass(frozen=True, kw_only=True)
class CandidateRow:
    participant_id: uuid.UUID
    card: PersonCard
    score: int
    is_current: bool
    is_checked: bool
    free: int
    rank: int
    """Which wish of the mentee they are; 0 for none."""


@dataclass(frozen=True, kw_only=True)
class Load:
    name: str
    before: int
    after: int
    capacity: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a change would do, before it is done."""

    mentor: PersonCard | None
    score_before: int | None
    score_after: int | None
    worst_before: int | None
    worst_after: int | None
    blocking_before: int
    blocking_after: int
    loads: Sequence[Load]
    displaced: PersonCard | None
    reasons: Sequence[Reason]
    rules: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class PartnerPanel:
    program: Program
    participant: Participant
    card: PersonCard
    match: Match | None
    topics: Sequence[object]
    responses: Sequence[object]
    candidates: Sequence[CandidateRow]
    in_line: Sequence[PersonCard]
    """Who raised a hand and is above or below."""
    wishes_not_possible: int
    """How many wishes cannot be fulfilled now, for whatever reason."""
    first_was_full: bool
    reasons: Sequence[Reason]
    rules: Sequence[str]
    effect: Effect | None = None
    chosen: str = ""
    problem: str = ""


def get_panel(
    viewer: Person,
    program_id: uuid.UUID,
    participant_id: str,
    *,
    chosen: str = "",
    now: datetime.datetime,
) -> PartnerPanel | None:
    """None before there is a draft. `chosen` is a participant, or nobody. Raises Http404, PermissionDenied."""
    program = access_managed_program(viewer, program_id, now=now)
    participant = access_participant(program, participant_id)
    draft = MatchDraft.objects.filter(program=program, solved_at__isnull=False).first()
    if draft is None:
        return None
    on = program.organization.today(now)
    draft.program = program
    worked = read_draft(draft, now)
    return _Panel(worked, draft, participant, on).make(chosen)


class _Panel:
    def __init__(self, worked: DraftedPairs, draft: MatchDraft, participant: Participant, on: datetime.date) -> None:
        self.worked, self.numbers, self.on = worked, worked.numbers, on
        self.draft, self.participant = draft, participant
        self.at = self.numbers.mentee_at.get(participant.pk)

    def make(self, chosen: str) -> PartnerPanel:
        card = cards_of([self.participant.person_id], on=self.on)[self.participant.person_id]
        match = self._find_match()
        current = UNMATCHED if self.at is None else self.worked.partner_of(self.at)
        effect, problem = self._try(chosen, current)
        names = (match.mentee.person.short_name, match.mentor.person.short_name) if match else ("", "")
        wishes = [wish for wish in self.numbers.pool.wishes_that_count if wish[0] == self.participant.pk]
        return PartnerPanel(
            program=self.draft.program,
            participant=self.participant,
            card=card,
            match=match,
            topics=list(self.participant.topics.all()),
            responses=list(self.participant.responses.all()),
            candidates=self._candidates(current, chosen),
            in_line=self._in_line(),
            wishes_not_possible=0 if self.at is None else self.worked.count_impossible(self.at),
            first_was_full=bool(match and match.reasons.get("first_wish") == "not_possible" and wishes),
            reasons=list_reasons(match.reasons, mentee=names[0], mentor=names[1]) if match else (),
            rules=say_rules(self.numbers.candidates.rules) if match else (),
            effect=effect,
            chosen=chosen,
            problem=problem,
        )

    def _find_match(self) -> Match | None:
        matches = Match.objects.select_related("mentee__person", "mentor__person")
        of_draft = matches.filter(draft=self.draft, mentee=self.participant).first()
        if of_draft is None and self.worked.is_one_pool:
            of_draft = matches.filter(draft=self.draft, mentor=self.participant).first()
        return of_draft or matches.lasting().filter(program=self.draft.program_id, mentee=self.participant).first()

    def _candidates(self, current: int, chosen: str) -> list[CandidateRow]:
        if self.at is None:
            return []
        shown = self.worked.offered_to(self.at)
        pairs = [(self.at, other) for other in shown]
        mentors = [self.numbers.pool.mentors[other] for other in shown]
        cards = cards_of([one.person_id for one in mentors], on=self.on)
        return [
            CandidateRow(
                participant_id=mentor.pk,
                card=cards[mentor.person_id],
                score=score,
                is_current=other == current,
                is_checked=str(mentor.pk) == chosen if chosen else other == current,
                free=self.worked.count_free(other),
                rank=ranks[0],
            )
            for other, mentor, score, ranks in zip(
                shown, mentors, self.numbers.scores(pairs), self.numbers.ranks(pairs), strict=True
            )
        ]

    def _in_line(self) -> list[PersonCard]:
        pool = self.numbers.pool
        person = self.participant.person_id
        found = [one.person_id for one in pool.mentors if is_line(pool.superiors, person, one.person_id)]
        return list(cards_of(found[:MOST_IN_LINE], on=self.on).values())

    def _try(self, chosen: str, current: int) -> tuple[Effect | None, str]:
        if not chosen or self.at is None:
            return None, ""
        try:
            choice = read_choice(self.participant.pk, chosen)
            changed = preview_change(self.worked, choice)
        except Refusal as refusal:
            return None, str(refusal)
        mentor = UNMATCHED if choice.mentor_id is None else self.numbers.mentor_at[choice.mentor_id]
        if mentor == current:
            return None, ""
        return self._describe(changed, current, mentor), ""

    def _describe(self, changed: ChangedDraft, current: int, mentor: int) -> Effect:
        assert self.at is not None
        pool, numbers = self.numbers.pool, self.numbers
        before = self.draft.summary.get("now", {})  # as it was measured when it was last changed
        pairs = [(self.at, other) for other in (current, mentor) if other != UNMATCHED]
        scores = dict(zip((other for _one, other in pairs), numbers.scores(pairs), strict=True))
        people = [pool.mentors[other].person_id for _one, other in pairs]
        if changed.displaced is not None:
            people.append(pool.mentees[changed.displaced].person_id)
        cards = cards_of(people, on=self.on)
        chosen = None if mentor == UNMATCHED else cards[pool.mentors[mentor].person_id]
        reasons: Sequence[Reason] = ()
        if chosen:
            [kept] = numbers.explain([(self.at, mentor)])
            reasons = list_reasons(kept, mentee=self.participant.person.short_name, mentor=chosen.short_name)
        return Effect(
            mentor=chosen,
            score_before=scores.get(current),
            score_after=scores.get(mentor),
            worst_before=before.get("worst"),
            worst_after=changed.figures.worst,
            blocking_before=before.get("blocking", 0),
            blocking_after=changed.figures.blocking,
            loads=self._compare_loads(changed, [other for _one, other in pairs], cards),
            displaced=None if changed.displaced is None else cards[pool.mentees[changed.displaced].person_id],
            reasons=reasons,
            rules=say_rules(numbers.candidates.rules) if chosen else (),
        )

    def _compare_loads(
        self, changed: ChangedDraft, mentors: Sequence[int], cards: dict[uuid.UUID, PersonCard]
    ) -> list[Load]:
        if self.worked.is_one_pool:
            return []
        before, after = self.worked.loads, self.worked.count(changed.pairs)
        return [
            Load(
                name=cards[self.numbers.pool.mentors[other].person_id].short_name,
                before=before[other],
                after=after[other],
                capacity=int(self.numbers.problem.capacity[other]),
            )
            for other in reversed(mentors)
        ]


NOBODY = "nobody"


def read_choice(mentee_id: uuid.UUID, chosen: str, because: str = "") -> PartnerChoice:
    """What a form says: a participant, or nobody. Somebody who is not known can never be chosen."""
    if chosen == NOBODY:
        return PartnerChoice(mentee_id=mentee_id, mentor_id=None, because=because)
    try:
        mentor_id = uuid.UUID(chosen)
    except ValueError:
        mentor_id = mentee_id
    return PartnerChoice(mentee_id=mentee_id, mentor_id=mentor_id, because=because)
