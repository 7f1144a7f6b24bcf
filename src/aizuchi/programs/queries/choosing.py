"""Whom a mentor could listen to, where both choose. Who wished for them is not told, and nothing of it shows."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import Http404

from aizuchi.catalogue.queries import CatalogueEntry
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.programs.joining import JoiningState, may_choose, standing_of
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.queries.joining import WishedPerson, list_topics, list_wishes
from aizuchi.programs.queries.menu import name_topics, shuffle_for
from aizuchi.programs.queries.partners import find_partners


@dataclass(frozen=True, kw_only=True)
class Candidate:
    participant: Participant
    person: PersonCard
    topics: list[CatalogueEntry]
    responses: list[tuple[str, str]]
    """Icon and words."""
    rank: int


@dataclass(frozen=True, kw_only=True)
class ChoosingPage:
    program: Program
    standing: JoiningState
    own: Participant
    wished: list[WishedPerson]
    gone: list[PersonCard]
    candidates: list[Candidate]


def get_choosing_page(viewer: Person, program_id: uuid.UUID, *, now: datetime.datetime) -> ChoosingPage:
    """Raises Http404 for whoever is no mentor there, and where nobody chooses."""
    on = viewer.organization.today(now)
    program = access_program(viewer=viewer, program_id=program_id)
    standing = standing_of(viewer, program, Participant.Side.MENTOR, on=on)
    own = standing.own
    if own is None or not may_choose(program, own):
        raise Http404
    offered = list_topics(program)
    mine = {topic.pk for topic in own.topics.all()}
    others = find_partners(viewer, program, own, standing.side, on=on)
    shown = [one for one in shuffle_for(viewer, others) if _overlaps(one, mine)]
    wished, gone = list_wishes(own, on=on)
    ranks = {one.participant_id: one.rank for one in wished}
    cards = cards_of_people([one.person for one in shown], on=on)
    return ChoosingPage(
        program=program,
        standing=standing,
        own=own,
        wished=wished,
        gone=gone,
        candidates=[
            Candidate(
                participant=one,
                person=cards[one.person_id],
                topics=name_topics(one, offered),
                responses=[(response.icon, response.label) for response in one.responses.all()],
                rank=ranks.get(one.pk, 0),
            )
            for one in shown
        ],
    )


def _overlaps(one: Participant, topics: set[uuid.UUID]) -> bool:
    """Whoever said nothing, or said it in words of their own, fits everybody."""
    wanted = {topic.pk for topic in one.topics.all()}
    return not wanted or bool(wanted & topics)
