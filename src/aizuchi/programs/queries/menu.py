"""Who is glad to be asked in a program, and what people gather around, as somebody who might choose sees it."""

import datetime
import hashlib
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from aizuchi.catalogue.queries import CatalogueEntry
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.people.search import fold_query
from aizuchi.programs.joining import JoiningState, finds_by_choosing, ranks_wishes, side_of, standing_of
from aizuchi.programs.models import Application, OfferedSlot, Participant, Program, ProgramTheme
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.queries.joining import list_topics, list_wishes
from aizuchi.programs.queries.partners import find_partners

CARDS_ON_A_PAGE = 24


@dataclass(frozen=True, kw_only=True)
class OfferedPerson:
    participant: Participant
    person: PersonCard
    topics: list[CatalogueEntry]
    responses: list[str]
    rank: int = 0
    """Which wish of the viewer they are; 0: none."""
    application_id: uuid.UUID | None = None
    """Where the viewer waits for their answer."""
    said_no: bool = False
    slots: list[OfferedSlot] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class OfferedTheme:
    theme: ProgramTheme
    people: int
    left: int | None
    """Empty: as many as like to come."""
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class Menu:
    program: Program
    standing: JoiningState
    topics: list[CatalogueEntry]
    people: "Page[Participant]"
    cards: list[OfferedPerson]
    total: int
    wished: int
    gone: list[PersonCard]
    themes: list[OfferedTheme]
    ranks_wishes: bool
    is_filtered: bool


def get_menu(
    viewer: Person,
    program_id: uuid.UUID,
    *,
    topics: Collection[uuid.UUID],
    typed: str,
    number: int,
    now: datetime.datetime,
) -> Menu:
    """Raises Http404."""
    on = viewer.organization.today(now)
    program = access_program(viewer=viewer, program_id=program_id)
    standing = standing_of(viewer, program, side_of(program, is_mentor=False), on=on)
    may_look = standing.takes_part or not standing.cannot_join
    shows_people = may_look and (ranks_wishes(program) or finds_by_choosing(program)) and not program.is_peer
    partners = find_partners(viewer, program, standing.own, standing.side, on=on) if shows_people else []
    found = [one for one in partners if _fits(one, topics, fold_query(typed))]
    page = Paginator(shuffle_for(viewer, found), CARDS_ON_A_PAGE).get_page(number)
    wished, gone = list_wishes(standing.own, on=on)
    ranks = {one.participant_id: one.rank for one in wished}
    offered = list_topics(program)
    return Menu(
        program=program,
        standing=standing,
        topics=offered,
        people=page,
        cards=_make_cards(page, offered, standing.own, ranks, on=on, now=now),
        total=len(partners),
        wished=len(wished),
        gone=gone,
        themes=_list_themes(program, standing.own) if may_look else [],
        ranks_wishes=ranks_wishes(program),
        is_filtered=bool(topics or typed.strip()),
    )


def shuffle_for(viewer: Person, people: Iterable[Participant]) -> list[Participant]:
    """In an order of the viewer's own that stays, so that nobody is always first."""
    return sorted(people, key=lambda one: hashlib.sha256(viewer.pk.bytes + one.pk.bytes).digest())


def name_topics(participant: Participant, offered: Collection[CatalogueEntry]) -> list[CatalogueEntry]:
    chosen = {topic.pk for topic in participant.topics.all()}
    return [topic for topic in offered if topic.id in chosen]


def _fits(one: Participant, topics: Collection[uuid.UUID], words: list[str]) -> bool:
    if topics and not any(topic.pk in topics for topic in one.topics.all()):
        return False
    return all(word in one.person.search_text for word in words)


def _make_cards(
    page: Iterable[Participant],
    offered: list[CatalogueEntry],
    own: Participant | None,
    ranks: dict[uuid.UUID, int],
    *,
    on: datetime.date,
    now: datetime.datetime,
) -> list[OfferedPerson]:
    shown = list(page)
    cards = cards_of_people([one.person for one in shown], on=on)
    waiting = Application.objects.filter(mentee=own, answer="") if own else Application.objects.none()
    asked = dict(waiting.values_list("mentor", "pk"))
    declined = Application.objects.filter(mentee=own, answer="declined") if own else waiting
    said_no = set(declined.values_list("mentor", flat=True))
    slots = OfferedSlot.objects.filter(mentor__in=shown, taken_by__isnull=True, starts_at__gt=now)
    by_mentor: dict[uuid.UUID, list[OfferedSlot]] = {}
    for slot in slots:
        by_mentor.setdefault(slot.mentor_id, []).append(slot)
    return [
        OfferedPerson(
            participant=one,
            person=cards[one.person_id],
            topics=name_topics(one, offered),
            responses=[response.label for response in one.responses.all()],
            rank=ranks.get(one.pk, 0),
            application_id=asked.get(one.pk),
            said_no=one.pk in said_no,
            slots=by_mentor.get(one.pk, []),
        )
        for one in shown
    ]


def _list_themes(program: Program, own: Participant | None) -> list[OfferedTheme]:
    joined = Q(participants__state=Participant.State.JOINED)
    themes = program.themes.filter(retired_at__isnull=True).annotate(people=Count("participants", filter=joined))
    mine = set(own.themes.values_list("pk", flat=True)) if own else set()
    return [
        OfferedTheme(
            theme=theme,
            people=theme.people,
            left=None if theme.places is None else max(0, theme.places - theme.people),
            is_mine=theme.pk in mine,
        )
        for theme in themes
    ]
