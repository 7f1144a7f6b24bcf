"""The page on which somebody says what they would like to talk about, or what they offer."""

import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from aizuchi.availability.queries.descriptions import say_preferences
from aizuchi.availability.queries.sides import week_of
from aizuchi.catalogue.queries import CatalogueEntry, responses_for, topics_for
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of, cards_of_people
from aizuchi.people.search import fold_query
from aizuchi.programs.joining import JoiningState, ranks_wishes, side_of, standing_of
from aizuchi.programs.models import OfferedSlot, Participant, Program, ProgramTheme
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.vetoes import read_own_vetoes

MOST_FOUND = 12


@dataclass(frozen=True, kw_only=True)
class WishedPerson:
    participant_id: uuid.UUID
    person: PersonCard
    rank: int
    topics: str


@dataclass(frozen=True, kw_only=True)
class JoiningPage:
    program: Program
    standing: JoiningState
    topics: list[CatalogueEntry]
    responses: list[CatalogueEntry]
    themes: list[ProgramTheme]
    wished: list[WishedPerson]
    gone: list[PersonCard]
    """Whom they had wished for and who no longer takes part."""
    vetoed: list[PersonCard]
    others_met: int
    """How many 1on1s they have beside this program."""
    times: list[str]
    ranks_wishes: bool
    slots: list[OfferedSlot]
    """Times they offer that nobody has taken."""

    @property
    def own(self) -> Participant | None:
        return self.standing.own

    @property
    def chosen_topics(self) -> set[uuid.UUID]:
        return {topic.pk for topic in self.own.topics.all()} if self.own else set()

    @property
    def chosen_responses(self) -> set[uuid.UUID]:
        return {response.pk for response in self.own.responses.all()} if self.own else set()

    @property
    def chosen_themes(self) -> set[uuid.UUID]:
        return {theme.pk for theme in self.own.themes.all()} if self.own else set()


def get_joining_page(viewer: Person, program_id: uuid.UUID, *, is_mentor: bool, now: datetime.datetime) -> JoiningPage:
    """Raises Http404."""
    on = viewer.organization.today(now)
    program = access_program(viewer=viewer, program_id=program_id)
    standing = standing_of(viewer, program, side_of(program, is_mentor=is_mentor), on=on)
    own = standing.own
    wished, gone = list_wishes(own, on=on)
    return JoiningPage(
        program=program,
        standing=standing,
        topics=list_topics(program),
        responses=responses_for(program.organization),
        themes=list(program.themes.filter(retired_at__isnull=True)),
        wished=wished,
        gone=gone,
        vetoed=list_vetoed(viewer, own, on=on),
        others_met=Pair.objects.on(on).filter(Q(mentee=viewer) | Q(mentor=viewer)).count(),
        times=say_preferences(week_of(viewer)),
        ranks_wishes=ranks_wishes(program) and not is_mentor,
        slots=list(own.slots.filter(taken_by__isnull=True, starts_at__gt=now)) if own else [],
    )


def list_topics(program: Program) -> list[CatalogueEntry]:
    """What the program is about; where it does not say so, all there are."""
    about = set(program.topics.values_list("pk", flat=True))
    offered = topics_for(program.organization, pair_kind=program.kind)
    return [topic for topic in offered if not about or topic.id in about]


def list_wishes(own: Participant | None, *, on: datetime.date) -> tuple[list[WishedPerson], list[PersonCard]]:
    """Whom they wish for, and whom of these one cannot meet any more because they left or do not take part."""
    if own is None:
        return [], []
    rows = own.wishes.select_related("wanted__person").prefetch_related("wanted__topics")
    wishes = [row.wanted for row in rows]
    cards = cards_of_people([one.person for one in wishes], on=on)
    here = [one for one in wishes if _takes_part(one, on)]
    wished = [
        WishedPerson(
            participant_id=one.pk,
            person=cards[one.person_id],
            rank=rank,
            topics="・".join(topic.label for topic in one.topics.all()),
        )
        for rank, one in enumerate(here, start=1)
    ]
    return wished, [cards[one.person_id] for one in wishes if one not in here]


def _takes_part(one: Participant, on: datetime.date) -> bool:
    return one.state == Participant.State.JOINED and (one.person.left_on is None or one.person.left_on >= on)


def list_vetoed(
    viewer: Person, own: Participant | None, *, on: datetime.date, chosen: Iterable[uuid.UUID] | None = None
) -> list[PersonCard]:
    """For whoever wrote it, on their own page. Oneself is asked for as well: nobody costs as much as somebody.

    `chosen`: as just typed, rather than as kept.
    """
    kept = set(chosen) if chosen is not None else read_own_vetoes(own) if own else set()
    people = Person.objects.visible_to(viewer).filter(pk__in=[viewer.pk, *kept])
    cards = cards_of([viewer.pk, *people.values_list("pk", flat=True)], on=on)
    return [card for key, card in cards.items() if key != viewer.pk]


def find_people(viewer: Person, typed: str, *, but: Collection[uuid.UUID], on: datetime.date) -> Sequence[PersonCard]:
    """Colleagues by name, a few; for a name to take out."""
    words = fold_query(typed)
    people = Person.objects.visible_to(viewer).present_on(on).exclude(pk__in=[viewer.pk, *but])
    for word in words:
        people = people.filter(search_text__contains=word)
    found = people.order_by("family_kana", "given_kana", "pk")[:MOST_FOUND] if words else people.none()
    return list(cards_of_people(found, on=on).values())
