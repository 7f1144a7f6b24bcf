"""What one needs to know in ten seconds before going in, in a number of queries that depends on nothing."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.catalogue.models import PairKind
from aizuchi.feedback.queries.cell_estimates import CellEstimate, get_cell_estimates
from aizuchi.hints.queries import Cell, HintCard, best_for, list_kept_for
from aizuchi.meetings import policies
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.page_cards import agendas
from aizuchi.meetings.queries.agenda import Agenda, AgendaRow
from aizuchi.meetings.queries.meetings import MeetingRow, row_of
from aizuchi.people.models import Person
from aizuchi.ui.cards import Context

HINTS_EACH = 2


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
    may_prepare: bool

    @property
    def kind_label(self) -> str:
        return PairKind.label_of_partner(self.row.pair_kind, is_mentee=self.row.is_mentee)

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


def next_step(context: Context) -> NextStep:
    meeting: Meeting = context.subject
    return NextStep(
        row=row_of(meeting, viewer=context.viewer, now=context.now),
        may_start=policies.may_hold(context.viewer, meeting, context.now),
    )


def brief_agenda(context: Context) -> BriefAgenda:
    meeting, step = context.subject, context.once(next_step)
    agenda = context.once(agendas)[meeting.pk]
    return BriefAgenda(
        row=step.row,
        may_start=step.may_start,
        may_prepare=policies.may_prepare(context.viewer, meeting, context.now),
        agenda=agenda,
        topics=_describe(context.viewer, meeting, agenda, context.now),
    )


def list_to_try(context: Context) -> list[HintCard]:
    """What the viewer wanted to try this time and what no topic shows."""
    shown = {card.id for card in context.once(brief_agenda).hints}
    kept = list_kept_for(viewer=context.viewer, meeting_id=context.subject.pk)
    return [card for card in kept if card.id not in shown]


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
