"""Everything the page of preparing shows, read once, with a fixed number of queries."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.actions.queries import get_pair_actions
from aizuchi.catalogue.purposes import Purpose
from aizuchi.catalogue.queries import CatalogueEntry, Format, Tense, formats_for, library_for, prompts_by_topic
from aizuchi.catalogue.queries import responses_for as list_responses
from aizuchi.catalogue.queries import topics_for as list_topics
from aizuchi.growth.queries import get_latest_words
from aizuchi.kernel.device_keys import make_device_key
from aizuchi.meetings import policies, queries
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.queries import Agenda, AgendaRow, AskedQuestion, MeetingRow, Preparations
from aizuchi.meetings.queries.openings import find_opening_by_partner
from aizuchi.pages.prepare_form import Outcome
from aizuchi.pairs.models import Pair, Theme
from aizuchi.people.models import Person
from aizuchi.ui.formatting import say_due

MINUTES = (5, 10, 15, 20, 30, 45, 60)
# Who decides is asked right away where there usually is something to decide, and kept in a drawer elsewhere.
DECIDED_THINGS = {"work", "direction", ""}


@dataclass(frozen=True)
class Chip:
    """Something to talk about that one tap puts on the agenda. `value` is what the form says: topic:ID, theme:ID."""

    value: str
    topic_id: str
    theme_id: str
    label: str
    icon: str
    item: AgendaRow | None


@dataclass(frozen=True)
class Carry:
    """What was left from last time."""

    value: str
    label: str
    about: str
    item: AgendaRow | None


@dataclass(frozen=True)
class Prompt:
    text: str
    is_used: bool


@dataclass(frozen=True)
class Card:
    """One item with what its owner can choose from. `comment` is what stands in the field: also what was refused."""

    item: AgendaRow
    device_key: str
    comment: str
    kept: str | None
    prompts: tuple[tuple[str, tuple[Prompt, ...]], ...]
    minutes: tuple[int, ...]
    shows_decider: bool


@dataclass(frozen=True)
class PrepareScreen:
    meeting: MeetingRow
    partner: Person
    brings_topics: bool
    is_peer: bool
    number: int
    agenda: Agenda
    cards: tuple[Card, ...]
    chips: tuple[Chip, ...]
    carries: tuple[Carry, ...]
    responses: list[CatalogueEntry]
    deciders: tuple[tuple[str, str], ...]
    preparations: Preparations
    looked_at: datetime.datetime | None
    """When the other one latest looked at what there is to talk about."""
    questions: list[AskedQuestion]
    formats: list[Format]
    format: Format | None
    questions_to_lend: tuple[str, ...]
    given_up: MeetingRow | None
    may_write: bool
    may_ask: bool
    may_name_intent: bool
    purposes: tuple[tuple[str, str], ...]
    """What it can be for, this time; for whoever listens to choose from."""
    listener: Person | None
    """Who named that; nobody for who named it, and between peers, where either may have."""
    may_start: bool
    is_soon: bool

    @property
    def own_cards(self) -> tuple[Card, ...]:
        """What the viewer says how to be met on; for whoever listens, everything."""
        return self.cards if not self.is_peer else tuple(c for c in self.cards if c.item.owner.pk != self.partner.pk)

    @property
    def others_cards(self) -> tuple[Card, ...]:
        """Among peers: what the other brings, which is not the viewer's to be met on."""
        return tuple(card for card in self.cards if card not in self.own_cards)

    @property
    def own_items(self) -> tuple[AgendaRow, ...]:
        return tuple(card.item for card in self.own_cards)

    @property
    def lacks_response(self) -> int:
        return sum(1 for item in self.own_items if item.response is None)


def read_screen(
    *, viewer: Person, meeting: Meeting, now: datetime.datetime, outcome: Outcome | None = None
) -> PrepareScreen:
    """`meeting` comes from `access_meeting`. `outcome` brings along what was typed and could not be kept."""
    pair = meeting.pair
    agenda = queries.get_agenda(viewer=viewer, meeting=meeting, now=now)
    formats = formats_for(pair.organization)
    chosen = next((one for one in formats if one.id == meeting.format_id), None)
    may_ask = policies.may_ask_ahead(viewer, meeting, now)
    return PrepareScreen(
        meeting=queries.row_of(meeting, viewer=viewer, now=now),
        partner=pair.partner_of(viewer),
        brings_topics=policies.brings_topics(viewer, pair),
        is_peer=pair.is_peer,
        number=queries.number_of(viewer=viewer, meeting=meeting),
        agenda=agenda,
        cards=_make_cards(agenda, outcome or Outcome(), viewer),
        chips=_list_chips(viewer, pair, agenda),
        carries=_list_carries(viewer, meeting, agenda, now),
        responses=list_responses(pair.organization),
        deciders=_name_deciders(pair),
        preparations=queries.get_preparations(viewer=viewer, meeting=meeting, now=now),
        looked_at=find_opening_by_partner(viewer=viewer, meeting=meeting),
        questions=queries.list_pre_questions(viewer=viewer, meeting=meeting),
        formats=formats,
        format=chosen,
        questions_to_lend=_questions_to_lend(pair, chosen) if may_ask else (),
        given_up=queries.find_given_up_date(viewer=viewer, meeting=meeting, now=now),
        may_write=policies.may_prepare(viewer, meeting, now),
        may_ask=may_ask,
        may_name_intent=policies.may_name_intent(viewer, meeting, now),
        purposes=tuple((value, str(label)) for value, label in Purpose.choices),
        listener=None if pair.is_peer or pair.mentor_id == viewer.pk else pair.mentor,
        may_start=policies.may_hold(viewer, meeting, now) and meeting.state == Meeting.State.PLANNED,
        is_soon=_is_soon(meeting, now),
    )


def _list_chips(viewer: Person, pair: Pair, agenda: Agenda) -> tuple[Chip, ...]:
    """The organization's topics, then the pair's own themes. A chip is on while its bare topic is on the agenda."""
    own = [item for item in agenda.items if item.added_by.pk == viewer.pk and not item.about and not item.source]
    by_topic = {item.topic_id: item for item in own if item.topic_id}
    by_theme = {item.theme_id: item for item in own if item.theme_id}
    topics = [
        Chip(f"topic:{topic.id}", str(topic.id), "", topic.label, topic.icon, by_topic.get(topic.id))
        for topic in list_topics(pair.organization, pair_kind=pair.kind)
    ]
    offered = Theme.objects.filter(pair=pair, retired_at__isnull=True)
    themes = [
        Chip(f"theme:{theme.pk}", "", str(theme.pk), theme.label, "bookmark", by_theme.get(theme.pk))
        for theme in offered
    ]
    return (*topics, *themes)


def _list_carries(viewer: Person, meeting: Meeting, agenda: Agenda, now: datetime.datetime) -> tuple[Carry, ...]:
    on_agenda = {item.source: item for item in agenda.items if item.source}
    carries = [
        *_words_to_carry(viewer, meeting),
        *_actions_to_carry(viewer, meeting, now),
        *_items_to_carry(viewer, meeting),
    ]
    return tuple(Carry(value, label, about, on_agenda.get(value)) for value, label, about in carries)


def _words_to_carry(viewer: Person, meeting: Meeting) -> list[tuple[str, str, str]]:
    words = get_latest_words(viewer=viewer, pair_id=meeting.pair_id, other_than_of=meeting.pk)
    if words is None or words.outcome:
        return []
    return [(f"spark:{words.id}", words.text, _("You decided to keep this in mind"))]


def _actions_to_carry(viewer: Person, meeting: Meeting, now: datetime.datetime) -> list[tuple[str, str, str]]:
    actions = get_pair_actions(viewer=viewer, pair_id=meeting.pair_id, now=now).mine[:4]
    return [(f"action:{action.id}", action.text, _about_action(action.due_on)) for action in actions]


def _about_action(due_on: datetime.date | None) -> str:
    if due_on is None:
        return _("Your TODO")
    return _("Your TODO, %(due)s") % {"due": say_due(due_on)}


def _items_to_carry(viewer: Person, meeting: Meeting) -> list[tuple[str, str, str]]:
    left = queries.list_left_items(viewer=viewer, meeting=meeting)
    return [(f"item:{item.id}", item.label, _("Left over from last time")) for item in left]


def _make_cards(agenda: Agenda, outcome: Outcome, viewer: Person) -> tuple[Card, ...]:
    prompts = prompts_by_topic({item.topic_id for item in agenda.items if item.topic_id})
    device_key = make_device_key("comments", viewer.pk)
    return tuple(
        Card(
            item=item,
            device_key=device_key,
            comment=outcome.typed.get(item.id, item.comment),
            kept=outcome.kept.get(item.id),
            prompts=_mark_used(prompts.get(item.topic_id, ()) if item.topic_id else (), item.comment),
            minutes=tuple(sorted({*MINUTES, *([item.minutes] if item.minutes else [])})),
            shows_decider=bool(item.decider) or item.topic_key in DECIDED_THINGS,
        )
        for item in agenda.items
    )


def _mark_used(tenses: Collection[Tense], comment: str) -> tuple[tuple[str, tuple[Prompt, ...]], ...]:
    return tuple(
        (tense.label, tuple(Prompt(text, is_used=text in comment) for text in tense.questions)) for tense in tenses
    )


def _name_deciders(pair: Pair) -> tuple[tuple[str, str], ...]:
    """In a supervisor pair the supervisor has a name."""
    supervisor = pair.mentor.short_name if pair.kind == "supervisor" else _("My supervisor")
    decider = AgendaItem.Decider
    return ((decider.MINE, _("Me")), (decider.SUPERVISOR, supervisor), (decider.UNCLEAR, _("Not clear")))


def _questions_to_lend(pair: Pair, chosen: Format | None) -> tuple[str, ...]:
    if chosen and chosen.questions:
        return chosen.questions
    return library_for(pair.organization).ahead[:4]


def _is_soon(meeting: Meeting, now: datetime.datetime) -> bool:
    if meeting.starts_at is None:
        return False
    return meeting.starts_at - datetime.timedelta(minutes=15) <= now
