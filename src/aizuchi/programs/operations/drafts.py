"""Who is matched with whom is worked out: as a draft, which reaches people only when it is published."""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.programs.models import Match, MatchDraft, Program, Unmatched
from aizuchi.programs.operations.access import lock_program, record_step
from aizuchi.programs.solving import Solved, load_pool, solve

AT_ONCE = 500
KEPT = 5
"""Drafts to compare with; older ones go."""
PATIENCE = datetime.timedelta(minutes=15)


class StillBeingSetUp(Refusal):
    sentence = _("This program is still being set up. People are matched once it is open.")


class IsOver(Refusal):
    sentence = _("This program has ended, so nobody is matched any more.")


class StillWorking(Refusal):
    sentence = _("A draft is being worked out at this moment. Please look again shortly.")


class NobodyToMatch(Refusal):
    sentence = _("Nobody is waiting for a partner.")


@transaction.atomic
def begin_draft(
    *, actor: Person, program_id: uuid.UUID, now: datetime.datetime, is_next_round: bool = False
) -> MatchDraft:
    """Empty but for what is locked; `work_out_draft` fills it. Raises Http404, PermissionDenied, Refusal."""
    program = lock_program(actor=actor, program_id=program_id, now=now)
    if program.state == Program.State.DRAFT:
        raise StillBeingSetUp
    if program.state == Program.State.ENDED:
        raise IsOver
    latest = program.drafts.first()
    if latest and latest.solved_at is None and latest.created_at > now - PATIENCE:
        raise StillWorking
    if not program.participants.joined().exists():
        raise NobodyToMatch
    published = Match.objects.published().filter(program=program).order_by("-round").values_list("round", flat=True)
    draft = MatchDraft.objects.create(
        program=program,
        number=latest.number + 1 if latest else 1,
        created_by=actor,
        created_at=now,
        summary={"round": (published.first() or 1) + (1 if is_next_round and published.exists() else 0)},
    )
    if latest and not is_next_round:
        _keep_locked(latest, draft)
    record_step(program, "matched", actor, now, number=draft.number)
    return draft


def _keep_locked(latest: MatchDraft, draft: MatchDraft) -> None:
    locked = latest.matches.filter(is_locked=True, published_at__isnull=True, theme__isnull=True)
    Match.objects.bulk_create(
        (
            Match(
                program_id=draft.program_id,
                draft=draft,
                round=draft.summary["round"],
                mentee_id=match.mentee_id,
                mentor_id=match.mentor_id,
                origin=match.origin,
                because=match.because,
                is_locked=True,
            )
            for match in locked
        ),
        batch_size=AT_ONCE,
    )


def work_out_draft(*, draft_id: uuid.UUID, now: datetime.datetime) -> MatchDraft | None:
    """Thinks first and writes then; a second time changes nothing. None where the draft is gone."""
    draft = MatchDraft.objects.select_related("program__organization").filter(pk=draft_id).first()
    if draft is None or draft.solved_at:
        return draft
    locked = list(draft.matches.filter(is_locked=True).values_list("mentee_id", "mentor_id"))
    pool = load_pool(draft.program, now=now, round_number=draft.summary["round"])
    solved = solve(pool, locked=locked)
    return _write(draft_id, solved, now)


@transaction.atomic
def _write(draft_id: uuid.UUID, solved: Sequence[Solved], now: datetime.datetime) -> MatchDraft | None:
    draft = MatchDraft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is None or draft.solved_at:
        return draft
    _write_matches(draft, solved)
    unmatched = {key: why for one in solved for key, why in one.figures.unmatched.items()}
    for one in solved:
        for pair in one.pairs:
            for at in pair if one.numbers.pool.is_one_pool else pair[:1]:
                unmatched.pop(one.numbers.pool.mentees[at].pk, None)
    write_unmatched(draft, unmatched)
    draft.summary = draft.summary | summarize(solved)
    draft.solved_at = now
    draft.save(update_fields=["summary", "solved_at"])
    _forget_old(draft)
    return draft


def _write_matches(draft: MatchDraft, solved: Sequence[Solved]) -> None:
    """What was locked keeps its row and its reason."""
    kept = {(match.mentee_id, match.mentor_id): match for match in draft.matches.all()}
    matches, still = [], set()
    for one in solved:
        pool = one.numbers.pool
        for (mentee, mentor), score, reasons in zip(
            one.pairs, one.numbers.scores(one.pairs), one.numbers.explain(one.pairs), strict=True
        ):
            two = pool.mentees[mentee].pk, pool.mentors[mentor].pk
            match = kept.get(two) or kept.get(two[::-1]) or _new_match(draft, *two)
            match.score, match.reasons, match.theme_id = score, reasons, one.theme_id
            still.add(match.pk)
            matches.append(match)
    draft.matches.exclude(pk__in=[match.pk for match in kept.values() if match.pk in still]).delete()
    known = {match.pk for match in kept.values()}
    Match.objects.bulk_create((match for match in matches if match.pk not in known), batch_size=AT_ONCE)
    Match.objects.bulk_update(
        [match for match in matches if match.pk in known], ["score", "reasons"], batch_size=AT_ONCE
    )


def _new_match(draft: MatchDraft, mentee_id: uuid.UUID, mentor_id: uuid.UUID) -> Match:
    return Match(
        program_id=draft.program_id, draft=draft, round=draft.summary["round"], mentee_id=mentee_id, mentor_id=mentor_id
    )


def write_unmatched(draft: MatchDraft, why: dict[uuid.UUID, str]) -> None:
    draft.unmatched.all().delete()
    Unmatched.objects.bulk_create(
        (Unmatched(draft=draft, participant_id=one, why=why[one]) for one in sorted(why)), batch_size=AT_ONCE
    )


def summarize(solved: Iterable[Solved]) -> dict[str, object]:
    """Figures of the whole draft, over all topics: as it was worked out, and as it is now."""
    figures = [one.figures for one in solved]
    worst = min((one for one in figures if one.worst is not None), key=lambda one: one.worst or 0, default=None)
    now = {
        "total": sum(one.total for one in figures),
        "matched": sum(one.matched for one in figures),
        "people": sum(one.people for one in figures),
        "worst": worst.worst if worst else None,
        "worst_of": str(worst.worst_of) if worst else None,
        "blocking": sum(one.blocking for one in figures),
    }
    return {"now": now, "solved": now}


def _forget_old(draft: MatchDraft) -> None:
    older = MatchDraft.objects.filter(program=draft.program_id, number__lte=draft.number - KEPT)
    older.exclude(Q(matches__published_at__isnull=False)).delete()
