"""A draft is changed by hand: another partner, or one that stays however the rest is worked out."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.models import Person
from aizuchi.programs.matching import UNMATCHED
from aizuchi.programs.models import Match, MatchDraft
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.operations.drafts import write_unmatched
from aizuchi.programs.solving.changing import ChangedDraft, EverybodyIsLocked, change_pairs
from aizuchi.programs.solving.drafted import DraftedPairs, read_draft, version_of
from aizuchi.programs.solving.table import Numbers


class NotToBeChosen(Refusal):
    """Whatever the reason is: full, not by the rules, gone, or what somebody keeps to themselves."""

    field = "mentor"
    sentence = _("This person cannot be chosen at the moment. Please take somebody else of the list.")


class AllLocked(Refusal):
    field = "mentor"
    sentence = _("Everybody who is matched there is to stay. Please let one of them go first.")


class GoneOut(Refusal):
    sentence = _("This is published already. The two can end it by themselves at any time.")


@dataclass(frozen=True, kw_only=True)
class PartnerChoice:
    mentee_id: uuid.UUID
    mentor_id: uuid.UUID | None
    """None: nobody, for now."""
    because: str = ""


@transaction.atomic
def change_match(
    *, actor: Person, program_id: uuid.UUID, choice: PartnerChoice, version: int, now: datetime.datetime
) -> MatchDraft:
    """It stays so when the rest is worked out anew. Raises Http404, PermissionDenied, Stale, Refusal."""
    draft = lock_latest_draft(actor=actor, program_id=program_id, version=version, now=now)
    if draft.matches.published().filter(mentee=choice.mentee_id).exists():
        raise GoneOut
    worked = read_draft(draft, now)
    changed = preview_change(worked, choice)
    _write(draft, worked.numbers, changed, choice)
    record_step(draft.program, "changed_by_hand", actor, now, number=draft.number)
    return draft


def preview_change(worked: DraftedPairs, choice: PartnerChoice) -> ChangedDraft:
    """Raises NotToBeChosen, AllLocked."""
    numbers = worked.numbers
    mentee = numbers.mentee_at.get(choice.mentee_id)
    mentor = UNMATCHED if choice.mentor_id is None else numbers.mentor_at.get(choice.mentor_id)
    if mentee is None or mentor is None or mentor not in (UNMATCHED, *worked.offered_to(mentee)):
        raise NotToBeChosen
    try:
        return change_pairs(numbers, worked.pairs, worked.locked, mentee, mentor)
    except EverybodyIsLocked as locked:
        raise AllLocked from locked


def _write(draft: MatchDraft, numbers: Numbers, changed: ChangedDraft, choice: PartnerChoice) -> None:
    pool = numbers.pool
    wanted = {(pool.mentees[one].pk, pool.mentors[other].pk): at for at, (one, other) in enumerate(changed.pairs)}
    kept = {(match.mentee_id, match.mentor_id): match for match in draft.matches.filter(published_at__isnull=True)}
    gone = [match.pk for two, match in kept.items() if two not in wanted]
    Match.objects.filter(pk__in=gone).delete()
    new = [at for two, at in wanted.items() if two not in kept]
    pairs = [changed.pairs[at] for at in new]
    chosen = choice.mentee_id, choice.mentor_id
    for (one, other), score, reasons in zip(pairs, numbers.scores(pairs), numbers.explain(pairs), strict=True):
        mentee_id, mentor_id = pool.mentees[one].pk, pool.mentors[other].pk
        is_chosen = {mentee_id, mentor_id} == set(chosen)
        Match.objects.create(
            program_id=draft.program_id,
            draft=draft,
            round=draft.summary.get("round", 1),
            mentee_id=mentee_id,
            mentor_id=mentor_id,
            origin=Match.Origin.BY_HAND,
            is_locked=is_chosen,
            because=choice.because if is_chosen else "",
            score=score,
            reasons=reasons,
        )
    write_unmatched(draft, changed.figures.unmatched)
    draft.summary = draft.summary | {"now": changed.figures.write()}
    _step_on(draft)


@transaction.atomic
def lock_match(
    *, actor: Person, match_id: uuid.UUID, is_locked: bool, version: int, now: datetime.datetime
) -> MatchDraft:
    """Whether it stays when the rest is worked out anew. Raises Http404, PermissionDenied, Stale, GoneOut."""
    match = get_object_or_404(Match.objects.visible_to(actor).filter(draft__isnull=False), pk=match_id)
    draft = lock_latest_draft(actor=actor, program_id=match.program_id, version=version, now=now)
    match = get_object_or_404(draft.matches.select_for_update(), pk=match_id)
    if match.published_at:
        raise GoneOut
    match.is_locked = is_locked
    match.save(update_fields=["is_locked"])
    _step_on(draft)
    return draft


def lock_latest_draft(*, actor: Person, program_id: uuid.UUID, version: int, now: datetime.datetime) -> MatchDraft:
    """The one that the board shows. Raises Http404, PermissionDenied; Stale where it is another by now."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    found = MatchDraft.objects.select_for_update(of=("self",)).filter(program=program, solved_at__isnull=False)
    draft = found.select_related("program__organization").first()
    if draft is None or version_of(draft) != version:
        raise Stale
    return draft


def _step_on(draft: MatchDraft) -> None:
    draft.version += 1
    draft.save(update_fields=["summary", "version"])
