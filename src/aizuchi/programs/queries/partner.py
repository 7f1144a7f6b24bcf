"""What one of a match sees of it: never what the other answered, nor whether."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, card_of
from aizuchi.programs.fit_answers import read_fit
from aizuchi.programs.learning_lines import open_lines
from aizuchi.programs.models import Agreement, EndChoice, FitAnswer, LearningLine, Match, PartnerChange, Program
from aizuchi.programs.operations.partners import access_own_match


@dataclass(frozen=True, kw_only=True)
class OwnMatch:
    match: Match
    program: Program
    partner: PersonCard
    is_over: bool
    asks_fit: bool
    fit: str
    """One's own answer, empty without one."""
    offers_another: bool
    waits_for_another: bool
    has_agreed: bool
    is_quiet: bool
    is_ending: bool
    until_on: datetime.date | None
    end_choice: str
    first_questions: list[str]
    broadens: bool
    learned: list[tuple[LearningLine, str]]


def get_own_match(*, viewer: Person, match_id: uuid.UUID, now: datetime.datetime) -> OwnMatch:
    """Raises Http404 for anybody but the two."""
    match, mine = access_own_match(viewer=viewer, match_id=match_id)
    today = viewer.organization.today(now)
    partner = match.mentor if mine == match.mentee else match.mentee
    fit = _find_fit(match, mine.pk, now)
    agreement = Agreement.objects.filter(match=match).first()
    choice = EndChoice.objects.filter(match=match, participant=mine).first()
    column = "mentee_confirmed_at" if mine == match.mentee else "mentor_confirmed_at"
    return OwnMatch(
        match=match,
        program=match.program,
        partner=card_of(partner.person, on=today),
        is_over=match.ended_at is not None,
        asks_fit=match.fit_asked_at is not None,
        fit=fit,
        offers_another=fit == "not",
        waits_for_another=PartnerChange.objects.filter(match=match, participant=mine, answer="").exists(),
        has_agreed=bool(agreement and getattr(agreement, column)),
        is_quiet=match.silence_asked_at is not None,
        is_ending=match.is_ending_on(today),
        until_on=match.pair.ended_on if match.pair else None,
        end_choice=choice.choice if choice else "",
        first_questions=[line for line in match.program.first_questions.splitlines() if line.strip()],
        broadens=match.program.aim == Pair.Aim.BROADEN,
        learned=open_lines(LearningLine.objects.visible_to(viewer).filter(match=match)),
    )


def _find_fit(match: Match, participant_id: uuid.UUID, now: datetime.datetime) -> str:
    if match.fit_asked_at is None:
        return ""
    rows = FitAnswer.objects.select_related("participant__program")
    row = rows.filter(match=match, participant=participant_id).first()
    return read_fit(row, now=now) if row else ""
