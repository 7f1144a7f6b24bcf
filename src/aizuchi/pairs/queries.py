"""Who meets whom, finished for a page."""

import datetime
import itertools
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q

from aizuchi.catalogue.models import PairKind
from aizuchi.catalogue.queries import words_for
from aizuchi.pairs import policies
from aizuchi.pairs.models import Pair, PairQuerySet, Proposal, ProposalQuerySet, Theme
from aizuchi.pairs.operations.access import access_pair
from aizuchi.people.models import Organization, Person, unseen
from aizuchi.people.queries import PersonCard, cards_of_people
from aizuchi.people.search import fold_query

PAGE = 50
CANDIDATES = 8


@dataclass(frozen=True, kw_only=True)
class PairCard:
    """A pair as one of the two sees it. `partner_word` is how this organization calls the partner's seat."""

    id: uuid.UUID
    kind: str
    kind_label: str
    aim_label: str
    cadence: str
    cadence_label: str
    minutes: int
    starts_on: datetime.date
    until_on: datetime.date | None
    ended_on: datetime.date | None
    is_open: bool
    began_by_mistake: bool
    is_mentee: bool
    partner: PersonCard
    partner_word: str

    @property
    def pk(self) -> uuid.UUID:
        return self.id


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    id: uuid.UUID
    label: str


@dataclass(frozen=True, kw_only=True)
class PairOverview:
    """Everything about the frame of one pair, and what this viewer may do with it."""

    card: PairCard
    mentee: PersonCard
    mentor: PersonCard
    mentee_word: str
    mentor_word: str
    purpose: str
    care: str
    wish: str
    own_fields: frozenset[str]
    themes: tuple[ThemeRow, ...]
    version: int
    may_edit: bool
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class ProposalCard:
    id: uuid.UUID
    kind: str
    kind_label: str
    aim_label: str
    cadence_label: str
    minutes: int
    other: PersonCard
    words: str
    is_mine: bool
    my_word: str
    created_at: datetime.datetime
    answer: str
    pair_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """What HR sees of a pair: that it is there, and how often. Never a word."""

    id: uuid.UUID
    kind: str
    kind_label: str
    cadence_label: str
    minutes: int
    mentee: PersonCard
    mentor: PersonCard
    starts_on: datetime.date
    ended_on: datetime.date | None
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class PairList:
    pairs: tuple[PairFacts, ...]
    total: int
    page: Page[Pair]
    open_by_kind: tuple[tuple[str, str, int], ...]

    @property
    def open_count(self) -> int:
        return sum(count for _, _, count in self.open_by_kind)


@dataclass(frozen=True, kw_only=True)
class PairFilter:
    kind: str = ""
    state: str = "open"
    name: str = ""


def pairs_of(person: Person, *, on: datetime.date) -> list[PairCard]:
    """Open pairs, whom one answers to first; a fixed number of queries."""
    pairs = Pair.objects.visible_to(person).on(on).select_related("mentee", "mentor", "organization")
    return _cards(pairs, person, on)


def former_pairs_of(person: Person, *, on: datetime.date) -> list[PairCard]:
    """Ended pairs that the person can still read, latest first."""
    pairs = Pair.objects.visible_to(person).filter(until_on__lte=on).exclude(until_on=F("starts_on"))
    ended = pairs.select_related("mentee", "mentor", "organization").order_by("-until_on")
    return _cards(ended, person, on, is_sorted=True)


def pair_overview(pair_id: uuid.UUID, *, viewer: Person, on: datetime.date) -> PairOverview:
    """Raises Http404 for everybody but the two."""
    pair = access_pair(viewer, pair_id)
    people = cards_of_people([pair.mentee, pair.mentor], on=on)
    words = words_for(pair.organization, pair.kind)
    return PairOverview(
        card=_card(pair, viewer, people, on),
        mentee=people[pair.mentee_id],
        mentor=people[pair.mentor_id],
        mentee_word=words.mentee,
        mentor_word=words.mentor,
        purpose=pair.purpose,
        care=pair.care,
        wish=pair.wish,
        own_fields=policies.words_of(viewer, pair),
        themes=themes_of(pair),
        version=pair.version,
        may_edit=policies.may_edit_settings(viewer, pair, on),
        may_end=policies.may_end_pair(viewer, pair, on),
    )


def card_of(pair: Pair, *, viewer: Person, on: datetime.date) -> PairCard:
    """`pair` comes from `access_pair`."""
    return _card(pair, viewer, cards_of_people([pair.mentee, pair.mentor], on=on), on)


def themes_of(pair: Pair) -> tuple[ThemeRow, ...]:
    """Those the pair offers itself now."""
    themes = Theme.objects.filter(pair=pair, retired_at__isnull=True)
    return tuple(ThemeRow(id=theme.pk, label=theme.label) for theme in themes)


def proposals_waiting_for(person: Person, *, on: datetime.date) -> list[ProposalCard]:
    """Those that this person is asked to answer; from people who are still here."""
    proposals = Proposal.objects.visible_to(person).waiting().exclude(proposed_by=person)
    return [card for card in _proposal_cards(proposals, person, on) if card.other.is_present]


def waiting_for(person: Person, *, on: datetime.date) -> ProposalQuerySet:
    """As many as `proposals_waiting_for` lists."""
    waiting = Proposal.objects.visible_to(person).waiting().exclude(proposed_by=person)
    return waiting.exclude(proposed_by__left_on__lt=on)


def proposals_made_by(person: Person, *, on: datetime.date) -> list[ProposalCard]:
    """Those that wait for somebody else's answer."""
    proposals = Proposal.objects.visible_to(person).waiting().filter(proposed_by=person)
    return _proposal_cards(proposals, person, on)


def proposal_card(proposal_id: uuid.UUID, *, viewer: Person, on: datetime.date) -> ProposalCard | None:
    """None for everybody but the two."""
    cards = _proposal_cards(Proposal.objects.visible_to(viewer).filter(pk=proposal_id), viewer, on)
    return cards[0] if cards else None


def list_pairs(
    organization: Organization, *, wanted: PairFilter, page: int, on: datetime.date, page_size: int = PAGE
) -> PairList:
    """For whom `may_manage_pairs` allows. Six queries, however many pairs there are."""
    found = _found(organization, wanted, on).select_related("mentee", "mentor")
    paginator = Paginator(found.order_by("-starts_on", "-id"), page_size)
    shown = paginator.get_page(page)
    return PairList(
        pairs=_facts(list(shown.object_list), on),
        total=paginator.count,
        page=shown,
        open_by_kind=_count_open(organization, on),
    )


def stream_pairs(organization: Organization, *, wanted: PairFilter, on: datetime.date) -> Iterator[PairFacts]:
    """All that the list would show over its pages, a thousand at a time."""
    found = _found(organization, wanted, on).select_related("mentee", "mentor").order_by("-starts_on", "-id")
    rows = found.iterator(chunk_size=1000)
    while batch := list(itertools.islice(rows, 1000)):
        yield from _facts(batch, on)


def find_candidates(viewer: Person, *, name: str, chosen: str, on: datetime.date) -> list[PersonCard]:
    """Colleagues present today whose name fits; whoever was chosen already comes first. Nobody without a name."""
    words = fold_query(name)
    if not words:
        return []
    people = Person.objects.visible_to(viewer).present_on(on)
    for word in words:
        people = people.filter(search_text__contains=word)
    found = list(people.order_by("family_kana", "given_kana", "id")[:CANDIDATES])
    found.sort(key=lambda person: str(person.pk) != chosen)
    return list(cards_of_people(found, on=on).values())


def _found(organization: Organization, wanted: PairFilter, on: datetime.date) -> PairQuerySet:
    pairs = Pair.objects.filter(organization=organization).exclude(until_on=F("starts_on"))
    if wanted.kind:
        pairs = pairs.filter(kind=wanted.kind)
    for word in fold_query(wanted.name):
        pairs = pairs.filter(Q(mentee__search_text__contains=word) | Q(mentor__search_text__contains=word))
    if wanted.state == "coming":
        return pairs.filter(starts_on__gt=on)
    return pairs.filter(until_on__lte=on) if wanted.state == "ended" else pairs.on(on)


def _count_open(organization: Organization, on: datetime.date) -> tuple[tuple[str, str, int], ...]:
    rows = Pair.objects.on(on).filter(organization=organization).values_list("kind").annotate(n=Count("id")).order_by()
    counted = dict(rows)
    return tuple((kind.value, str(kind.label), counted.get(kind.value, 0)) for kind in PairKind)


def _facts(pairs: Sequence[Pair], on: datetime.date) -> tuple[PairFacts, ...]:
    people = cards_of_people(_people(pairs), on=on)
    return tuple(
        PairFacts(
            id=pair.pk,
            kind=pair.kind,
            kind_label=pair.get_kind_display(),
            cadence_label=pair.get_cadence_display(),
            minutes=pair.minutes,
            mentee=people[pair.mentee_id],
            mentor=people[pair.mentor_id],
            starts_on=pair.starts_on,
            ended_on=pair.ended_on,
            may_end=pair.kind != PairKind.SUPERVISOR and (pair.until_on is None or on < pair.until_on),
        )
        for pair in pairs
    )


def _cards(pairs: Iterable[Pair], viewer: Person, on: datetime.date, *, is_sorted: bool = False) -> list[PairCard]:
    pairs = list(pairs)
    for pair in pairs:
        pair.organization = viewer.organization  # one object: the words for the seats are read once
    people = cards_of_people(_people(pairs), on=on)
    cards = [_card(pair, viewer, people, on) for pair in pairs]
    return cards if is_sorted else sorted(cards, key=_place)


def _place(card: PairCard) -> tuple[object, ...]:
    kinds = list(PairKind.values)
    return not (card.is_mentee and card.kind == PairKind.SUPERVISOR), kinds.index(card.kind), card.partner.kana


def _people(pairs: Iterable[Pair]) -> list[Person]:
    return list({person.pk: person for pair in pairs for person in (pair.mentee, pair.mentor)}.values())


def _card(pair: Pair, viewer: Person, people: dict[uuid.UUID, PersonCard], on: datetime.date) -> PairCard:
    is_mentee = viewer.pk == pair.mentee_id
    words = words_for(pair.organization, pair.kind)
    return PairCard(
        id=pair.pk,
        kind=pair.kind,
        kind_label=PairKind.label_of_partner(pair.kind, is_mentee=is_mentee),
        aim_label=pair.get_aim_display(),
        cadence=pair.cadence,
        cadence_label=pair.get_cadence_display(),
        minutes=pair.minutes,
        starts_on=pair.starts_on,
        until_on=pair.until_on,
        ended_on=pair.ended_on,
        is_open=pair.holds_on(on),
        began_by_mistake=pair.ended_because == Pair.Ending.UNDONE,
        is_mentee=is_mentee,
        partner=people[pair.mentor_id if is_mentee else pair.mentee_id],
        partner_word=words.mentor if is_mentee else words.mentee,
    )


def _proposal_cards(proposals: ProposalQuerySet, viewer: Person, on: datetime.date) -> list[ProposalCard]:
    found = list(proposals.select_related("mentee", "mentor").defer(*unseen("mentee", "mentor")).order_by("created_at"))
    people = cards_of_people([_other(proposal, viewer) for proposal in found], on=on)
    return [_proposal(proposal, viewer, people) for proposal in found]


def _proposal(proposal: Proposal, viewer: Person, people: dict[uuid.UUID, PersonCard]) -> ProposalCard:
    words = words_for(viewer.organization, proposal.kind)
    return ProposalCard(
        id=proposal.pk,
        kind=proposal.kind,
        kind_label=proposal.get_kind_display(),
        aim_label=proposal.get_aim_display(),
        cadence_label=proposal.get_cadence_display(),
        minutes=proposal.minutes,
        other=people[_other(proposal, viewer).pk],
        words=proposal.words,
        is_mine=proposal.proposed_by_id == viewer.pk,
        my_word=words.mentee if viewer.pk == proposal.mentee_id else words.mentor,
        created_at=proposal.created_at,
        answer=proposal.answer,
        pair_id=proposal.pair_id,
    )


def _other(proposal: Proposal, viewer: Person) -> Person:
    return proposal.mentor if viewer.pk == proposal.mentee_id else proposal.mentee
