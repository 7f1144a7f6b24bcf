import datetime
import uuid
from dataclasses import dataclass

from django.http import Http404

from aizuchi.people.models import Person
from aizuchi.people.queries.cards import PersonCard, cards_of
from aizuchi.programs.models import Match, Participant


@dataclass(frozen=True, kw_only=True)
class WishAnswer:
    rank: int
    card: PersonCard
    became: str
    """given, free or not_possible."""


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    match: Match
    has_wishes: bool
    answers: list[WishAnswer]


def get_what_if(viewer: Person, match_id: uuid.UUID, *, now: datetime.datetime) -> WhatIf:
    """For the mentee of a published match alone. Raises Http404."""
    own = Match.objects.published().filter(mentee__person=viewer, mentee__side=Participant.Side.MENTEE)
    match = own.select_related("program", "mentor__person").filter(pk=match_id).first()
    if match is None:
        raise Http404
    kept = match.reasons.get("what_if", [])
    wanted = Participant.objects.in_bulk([uuid.UUID(key) for key, _became in kept])
    cards = cards_of([one.person_id for one in wanted.values()], on=viewer.organization.today(now))
    answers = [
        WishAnswer(rank=rank, card=cards[wanted[uuid.UUID(key)].person_id], became=became)
        for rank, (key, became) in enumerate(kept, start=1)
        if uuid.UUID(key) in wanted
    ]
    return WhatIf(match=match, has_wishes=match.mentee.wishes.exists(), answers=answers)
