"""Once, after publishing, a mentee asks which of their wishes would have been free."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.programs.matching.explain import what_if
from aizuchi.programs.models import Match, Participant, Wish
from aizuchi.programs.solving.pool import list_incumbents, load_pool
from aizuchi.programs.solving.table import make_numbers

MOST = 16
"""As many wishes are looked at, whatever they are."""


class AskedAlready(Refusal):
    sentence = _("You have asked this already. What you read then still stands here.")


@transaction.atomic
def ask_what_if(*, actor: Person, match_id: uuid.UUID, now: datetime.datetime) -> Match:
    """Whatever stood in the way, the answer is the same. Raises Http404, AskedAlready."""
    found = Match.objects.select_for_update(of=("self",)).published().filter(pk=match_id, mentee__person=actor)
    match = found.select_related("program__organization", "mentee").first()
    if match is None or match.mentee.side != Participant.Side.MENTEE:
        raise Http404
    if match.what_if_at:
        raise AskedAlready
    match.reasons = match.reasons | {"what_if": _answer(match, now)}
    match.what_if_at = now
    match.save(update_fields=["reasons", "what_if_at"])
    return match


def _answer(match: Match, now: datetime.datetime) -> list[tuple[str, str]]:
    """By wish, the participant and what became of it. Whoever is not there any more is not possible either."""
    pool = load_pool(match.program, now=now, round_number=match.round, with_published=True)
    pairs = [(one.mentee_id, one.mentor_id) for one in list_incumbents(match.program, match.round)]
    numbers = make_numbers(pool)
    wishes = list(Wish.objects.filter(participant=match.mentee).order_by("rank").values_list("wanted_id", flat=True))
    placed = [numbers.mentor_at.get(wanted, -1) for wanted in wishes[:MOST]]
    mentee = numbers.mentee_at.get(match.mentee_id)
    if mentee is None:
        return [(str(wanted), "not_possible") for wanted in wishes]
    answers = what_if(numbers.draw(numbers.place(pairs)), mentee, placed)
    return [(str(wanted), answer.value) for wanted, answer in zip(wishes, answers, strict=False)]
