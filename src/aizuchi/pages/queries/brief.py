"""What one needs to know in ten seconds before going in, in a number of queries that depends on nothing."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.actions.queries import ActionRow, get_pair_actions
from aizuchi.catalogue.models import PairKind
from aizuchi.feedback.queries.cell_estimates import CellEstimate, get_cell_estimates
from aizuchi.growth import queries as growth
from aizuchi.growth.queries import Words
from aizuchi.hints.queries import Cell, HintCard, best_for, list_kept_for
from aizuchi.meetings import policies
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.meetings.operations.access import access_meeting
from aizuchi.meetings.queries.agenda import Agenda, AgendaRow, get_agenda
from aizuchi.meetings.queries.history import PastMeeting, list_history
from aizuchi.meetings.queries.meetings import MeetingRow, number_of, row_of
from aizuchi.meetings.queries.preparation import AskedQuestion, Preparations, get_preparations, list_pre_questions
from aizuchi.notes.queries import read_documents
from aizuchi.people.models import Person

LINES_REMEMBERED = 3
ACTIONS_SHOWN = 3
HINTS_EACH = 2


@dataclass(frozen=True, kw_only=True)
class LatestNotes:
    meeting_id: uuid.UUID
    on: datetime.datetime
    lines: list[str]
    left: list[str]
    """What was left for this time."""


@dataclass(frozen=True, kw_only=True)
class BriefTopic:
    """One thing to talk about, with what may help the viewer to respond to it."""

    item: AgendaRow
    own: CellEstimate | None
    """Where the viewer responds, and anything is known of how they do: for exactly this topic and response."""
    hints: list[HintCard]


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Whether it has begun, and what one does now."""

    row: MeetingRow
    may_start: bool


@dataclass(frozen=True, kw_only=True)
class BriefAgenda(NextStep):
    """What there is to talk about, and what may help the viewer to respond to it."""

    agenda: Agenda
    topics: list[BriefTopic]

    @property
    def is_peer(self) -> bool:
        return self.row.pair_kind == PairKind.PEER

    @property
    def hints(self) -> list[HintCard]:
        return [card for topic in self.topics for card in topic.hints]

    @property
    def decided(self) -> list[BriefTopic]:
        """With a response hoped for, or with words: what takes a row."""
        return [topic for topic in self.topics if topic.item.response or topic.item.comment]

    @property
    def undecided(self) -> list[BriefTopic]:
        """Named in one line."""
        return [topic for topic in self.topics if topic not in self.decided]

    @property
    def has_estimates(self) -> bool:
        return any(topic.own for topic in self.topics)

    @property
    def helps(self) -> bool:
        return self.has_estimates or any(topic.hints for topic in self.topics)

    @property
    def is_own(self) -> bool:
        """The viewer reads what they themselves want to talk about."""
        return self.row.is_mentee and not self.is_peer


@dataclass(frozen=True, kw_only=True)
class Brief(BriefAgenda):
    kind_label: str
    number: int
    to_try: list[HintCard]
    """What the viewer wanted to try this time and what no topic shows."""
    preparations: Preparations
    questions: list[AskedQuestion]
    words: Words | None
    latest: LatestNotes | None
    actions: list[ActionRow]
    further_actions: int
    may_prepare: bool

    @property
    def hints(self) -> list[HintCard]:
        return [*super().hints, *self.to_try]


def get_next_step(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> NextStep:
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    row = row_of(meeting, viewer=viewer, now=now)
    return NextStep(row=row, may_start=policies.may_hold(viewer, meeting, now))


def get_brief_agenda(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> BriefAgenda:
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    agenda = get_agenda(viewer=viewer, meeting=meeting, now=now)
    return BriefAgenda(
        row=row_of(meeting, viewer=viewer, now=now),
        may_start=policies.may_hold(viewer, meeting, now),
        agenda=agenda,
        topics=_describe(viewer, meeting, agenda, now),
    )


def get_brief(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> Brief:
    """Http404 for everybody but the two."""
    meeting = access_meeting(viewer=viewer, meeting_id=meeting_id)
    both = get_pair_actions(viewer=viewer, pair_id=meeting.pair_id, now=now)
    actions = sorted([*both.mine, *both.theirs], key=lambda action: action.due_on or datetime.date.max)
    agenda = get_agenda(viewer=viewer, meeting=meeting, now=now)
    topics = _describe(viewer, meeting, agenda, now)
    return Brief(
        row=row_of(meeting, viewer=viewer, now=now),
        kind_label=str(PairKind(meeting.pair.kind).label),
        number=number_of(viewer=viewer, meeting=meeting),
        agenda=agenda,
        topics=topics,
        to_try=_to_try(viewer, meeting, topics),
        preparations=get_preparations(viewer=viewer, meeting=meeting, now=now),
        questions=list_pre_questions(viewer=viewer, meeting=meeting),
        words=growth.get_latest_words(
            viewer=viewer, pair_id=meeting.pair_id, other_than_of=meeting.pk, until=meeting.closed_at
        ),
        latest=_remember(viewer, meeting, now),
        actions=actions[:ACTIONS_SHOWN],
        further_actions=max(0, len(actions) - ACTIONS_SHOWN),
        may_start=policies.may_hold(viewer, meeting, now),
        may_prepare=policies.may_prepare(viewer, meeting, now),
    )


def _describe(viewer: Person, meeting: Meeting, agenda: Agenda, now: datetime.datetime) -> list[BriefTopic]:
    """Hints stand where the viewer responds, and once for what several items have in common."""
    to_meet = {item.id: item for item in agenda.items if item.response and item.owner.pk != viewer.pk}
    wanted: dict[uuid.UUID, Cell] = {}
    for item in to_meet.values():
        cell = (item.topic_id, item.response.id) if item.topic_id and item.response else None
        if cell and cell not in wanted.values():
            wanted[item.id] = cell
    found = best_for(viewer=viewer, cells=list(wanted.values()), limit=HINTS_EACH, now=now, meeting_id=meeting.pk)
    asked = {item.id: (item.topic_id, item.response.id) for item in to_meet.values() if item.response}
    own = get_cell_estimates(viewer=viewer, asked=set(asked.values()))
    return [
        BriefTopic(
            item=item,
            own=own.get(asked[item.id]) if item.id in asked else None,
            hints=found[wanted[item.id]] if item.id in wanted else [],
        )
        for item in agenda.items
    ]


def _to_try(viewer: Person, meeting: Meeting, topics: list[BriefTopic]) -> list[HintCard]:
    shown = {card.id for topic in topics for card in topic.hints}
    return [card for card in list_kept_for(viewer=viewer, meeting_id=meeting.pk) if card.id not in shown]


def _remember(viewer: Person, meeting: Meeting, now: datetime.datetime) -> LatestNotes | None:
    page = list_history(viewer=viewer, pair=meeting.pair, now=now, before=meeting.starts_at, limit=2)
    before = [past for past in page.meetings if past.id != meeting.pk]
    return _read_notes(viewer, before[0]) if before else None


def _read_notes(viewer: Person, past: PastMeeting) -> LatestNotes:
    items = past.agenda.items
    documents = read_documents([*(item.note_id for item in items), past.note_id], viewer=viewer)
    lines = [line for found in documents.values() for line in found.lines]
    return LatestNotes(meeting_id=past.id, on=past.starts_at, lines=lines[:LINES_REMEMBERED], left=_left(items))


def _left(items: tuple[AgendaRow, ...]) -> list[str]:
    return [item.label for item in items if item.state == AgendaItem.State.LEFT]
