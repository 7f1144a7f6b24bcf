"""Who asks a mentor, and what became of it; only the two know."""

import datetime
import uuid
from dataclasses import dataclass

from django.http import Http404

from aizuchi.catalogue.queries import CatalogueEntry
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.programs.models import Application, Participant, Program
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.queries.joining import list_topics
from aizuchi.programs.queries.menu import name_topics
from aizuchi.programs.queries.partners import count_partners, places_of


@dataclass(frozen=True, kw_only=True)
class AskingPerson:
    application: Application
    person: PersonCard
    topics: list[CatalogueEntry]
    responses: list[str]


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    program: Program
    asking: list[AskingPerson]
    places_left: int


def get_asked_page(viewer: Person, program_id: uuid.UUID, *, now: datetime.datetime) -> AskedPage:
    """For whoever listens there. Raises Http404."""
    on = viewer.organization.today(now)
    program = access_program(viewer=viewer, program_id=program_id)
    own = program.participants.filter(person=viewer, side=Participant.Side.MENTOR).first()
    if own is None or program.mode != Program.Mode.APPLY:
        raise Http404
    waiting = Application.objects.filter(mentor=own, answer="", mentee__state=Participant.State.JOINED)
    rows = list(waiting.select_related("mentee__person").prefetch_related("mentee__topics", "mentee__responses"))
    here = [row for row in rows if row.mentee.person.left_on is None or row.mentee.person.left_on >= on]
    cards = cards_of_people([row.mentee.person for row in here], on=on)
    offered = list_topics(program)
    return AskedPage(
        program=program,
        asking=[
            AskingPerson(
                application=row,
                person=cards[row.mentee.person_id],
                topics=name_topics(row.mentee, offered),
                responses=[response.label for response in row.mentee.responses.all()],
            )
            for row in here
        ],
        places_left=max(0, places_of(own) - count_partners(program)[own.pk]),
    )
