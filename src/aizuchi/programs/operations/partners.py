"""What the two of a match do for themselves: say whether it fits, agree, go on, or ask for somebody else."""

import datetime
import uuid
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404

from aizuchi.pairs.operations import lift_end
from aizuchi.people.models import Person
from aizuchi.programs.fit_answers import make_fit_answers, write_fit
from aizuchi.programs.models import Agreement, EndChoice, FitAnswer, Match, Participant, PartnerChange
from aizuchi.programs.refusals import IsOver, NotAskedYet


class Own(NamedTuple):
    """A match and the side of it on which somebody is."""

    match: Match
    participant: Participant


def access_own_match(*, viewer: Person, match_id: uuid.UUID, locks: bool = False) -> Own:
    """For the two alone, also not for HR. Raises Http404."""
    joined = ("program__organization", "mentee__person", "mentor__person", "pair")
    found = Match.objects.published().select_related(*joined)
    if locks:
        found = found.select_for_update(of=("self",))
    match = get_object_or_404(found.filter(Q(mentee__person=viewer) | Q(mentor__person=viewer)), pk=match_id)
    return Own(match, match.mentee if match.mentee.person_id == viewer.pk else match.mentor)


@transaction.atomic
def say_fit(*, actor: Person, match_id: uuid.UUID, fit: str, now: datetime.datetime) -> None:
    """Only they themselves ever read it. Raises Http404, IsOver, NotAskedYet."""
    own = _lock_lasting(actor, match_id)
    if own.match.fit_asked_at is None:
        raise NotAskedYet
    rows = FitAnswer.objects.select_for_update(of=("self",)).select_related("participant__program")
    row = rows.filter(match=own.match, participant=own.participant).first()
    if row is None:
        make_fit_answers([own.match], now=now)
        row = rows.get(match=own.match, participant=own.participant)
    write_fit(row, fit, now=now)


@transaction.atomic
def ask_for_another_partner(*, actor: Person, match_id: uuid.UUID, now: datetime.datetime) -> None:
    """Whoever looks after the program hears that they would like somebody else; the partner does not.

    A second press changes nothing. Raises Http404, IsOver.
    """
    own = _lock_lasting(actor, match_id)
    PartnerChange.objects.get_or_create(
        match=own.match, participant=own.participant, answer="", defaults={"asked_at": now}
    )


@transaction.atomic
def withdraw_wish_for_another(*, actor: Person, match_id: uuid.UUID, now: datetime.datetime) -> None:
    """They stay as they are. Raises Http404."""
    own = access_own_match(viewer=actor, match_id=match_id, locks=True)
    waiting = PartnerChange.objects.filter(match=own.match, participant=own.participant, answer="")
    waiting.update(answer=PartnerChange.Answer.WITHDRAWN, answered_at=now)


@transaction.atomic
def confirm_agreement(*, actor: Person, match_id: uuid.UUID, now: datetime.datetime) -> None:
    """How the two hold it, and what stays with them. Raises Http404, IsOver."""
    own = _lock_lasting(actor, match_id)
    agreement, _made = Agreement.objects.select_for_update().get_or_create(match=own.match)
    column = "mentee_confirmed_at" if own.participant == own.match.mentee else "mentor_confirmed_at"
    if getattr(agreement, column) is None:
        setattr(agreement, column, now)
        agreement.save(update_fields=[column])


@transaction.atomic
def keep_meeting(*, actor: Person, match_id: uuid.UUID, now: datetime.datetime) -> None:
    """After 90 quiet days: we go on. Raises Http404, IsOver."""
    match = _lock_lasting(actor, match_id).match
    match.kept_at, match.silence_asked_at = now, None
    match.save(update_fields=["kept_at", "silence_asked_at"])


@transaction.atomic
def choose_end(*, actor: Person, match_id: uuid.UUID, choice: str, now: datetime.datetime) -> bool:
    """Whether they go on: both have to want it, and neither sees what the other chose before.

    Raises Http404, IsOver, NotAskedYet.
    """
    own = _lock_lasting(actor, match_id)
    if not own.match.is_ending_on(actor.organization.today(now)):
        raise NotAskedYet
    EndChoice.objects.update_or_create(
        match=own.match, participant=own.participant, defaults={"choice": choice, "chosen_at": now}
    )
    both = list(EndChoice.objects.filter(match=own.match, choice=EndChoice.Choice.GO_ON))
    if len(both) < 2 or own.match.pair_id is None:
        return False
    lift_end(pair_id=own.match.pair_id, actor=actor, now=now)
    own.match.ended_at = now
    own.match.save(update_fields=["ended_at"])
    return True


def _lock_lasting(actor: Person, match_id: uuid.UUID) -> Own:
    own = access_own_match(viewer=actor, match_id=match_id, locks=True)
    if own.match.ended_at is not None:
        raise IsOver
    return own
