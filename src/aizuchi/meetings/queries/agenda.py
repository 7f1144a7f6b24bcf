"""The agenda of one meeting, as one of the two sees it."""

import datetime
import uuid
from dataclasses import dataclass

from aizuchi.kernel.prepared import prepared
from aizuchi.meetings import policies
from aizuchi.meetings.models import AgendaItem, AgendaItemQuerySet, Meeting
from aizuchi.meetings.operations.item_fields import fingerprint
from aizuchi.people.models import Person, unseen


@dataclass(frozen=True)
class Response:
    id: uuid.UUID
    key: str
    label: str
    icon: str


@dataclass(frozen=True)
class AgendaRow:
    id: uuid.UUID
    label: str  # what stands on the agenda
    about: str  # the topic or theme, where the label is more exact than that
    icon: str
    topic_id: uuid.UUID | None
    topic_key: str
    theme_id: uuid.UUID | None
    source: str
    response: Response | None
    comment: str
    seen: str  # fingerprint of the comment, for the form that edits it
    decider: str
    decider_label: str
    minutes: int | None
    state: str
    owner: Person
    added_by: Person
    note_id: uuid.UUID | None
    is_current: bool
    is_removed: bool
    may_choose: bool
    may_comment: bool
    may_remove: bool

    @property
    def is_talked(self) -> bool:
        return self.state == AgendaItem.State.TALKED

    @property
    def is_mine(self) -> bool:
        return self.may_comment

    @property
    def is_brought_by_the_other(self) -> bool:
        """Added by whoever does not choose how it is met."""
        return self.owner.pk != self.added_by.pk


@dataclass(frozen=True)
class Agenda:
    meeting_id: uuid.UUID
    items: tuple[AgendaRow, ...]
    minutes: int

    @property
    def lacks_response(self) -> int:
        """How many items nobody said yet how to be met on."""
        return sum(1 for item in self.items if item.response is None)

    @property
    def to_choose(self) -> int:
        """How many of those wait for the viewer."""
        return sum(1 for item in self.items if item.response is None and item.may_choose)

    @property
    def planned_minutes(self) -> int:
        return sum(item.minutes or 0 for item in self.items)

    @property
    def open_items(self) -> tuple[AgendaRow, ...]:
        return tuple(item for item in self.items if not item.is_talked)


def get_agenda(*, viewer: Person, meeting: Meeting, now: datetime.datetime) -> Agenda:
    """One query. `meeting` comes from `access_meeting`."""
    return list_agendas(viewer=viewer, meetings=[meeting], now=now)[meeting.pk]


def list_agendas(*, viewer: Person, meetings: list[Meeting], now: datetime.datetime) -> dict[uuid.UUID, Agenda]:
    """The agendas of many meetings with one query; meetings need their pair with both persons."""
    by_id = {meeting.pk: meeting for meeting in meetings}
    rows: dict[uuid.UUID, list[AgendaRow]] = {key: [] for key in by_id}
    for row in _find_items(viewer=viewer, meeting_ids=sorted(by_id)):
        row.meeting = by_id[row.meeting_id]
        rows[row.meeting_id].append(_finish(row, viewer=viewer, now=now))
    return {key: Agenda(meeting_id=key, items=tuple(items), minutes=by_id[key].minutes) for key, items in rows.items()}


@prepared
def _find_items(viewer: Person, meeting_ids: list[uuid.UUID]) -> AgendaItemQuerySet:
    return _items(viewer).present().filter(meeting__in=meeting_ids)


def get_item(*, viewer: Person, item: AgendaItem, now: datetime.datetime) -> AgendaRow:
    """One item again after it changed."""
    row = _items(viewer).select_related("meeting__pair__mentee", "meeting__pair__mentor").get(pk=item.pk)
    return _finish(row, viewer=viewer, now=now)


def list_left_items(*, viewer: Person, meeting: Meeting) -> list[AgendaRow]:
    """What was left in the latest 1on1 before this one; those carried over already are among them."""
    before = Meeting.objects.visible_to(viewer).filter(pair=meeting.pair_id, state__in=["held", "closed"])
    latest = before.exclude(pk=meeting.pk).order_by("-started_at").first()
    if latest is None:
        return []
    latest.pair = meeting.pair
    left = _items(viewer).present().filter(meeting=latest).exclude(state=AgendaItem.State.TALKED)
    now = latest.started_at or latest.created_at
    return [_finish(_with(row, latest), viewer=viewer, now=now) for row in left]


def _with(row: AgendaItem, meeting: Meeting) -> AgendaItem:
    row.meeting = meeting
    return row


def _items(viewer: Person) -> AgendaItemQuerySet:
    items = AgendaItem.objects.visible_to(viewer).select_related(
        "topic", "theme", "expected_response", "owner", "added_by"
    )
    return items.defer(*unseen("owner", "added_by"))


def _finish(row: AgendaItem, *, viewer: Person, now: datetime.datetime) -> AgendaRow:
    about = row.topic or row.theme
    response = row.expected_response
    return AgendaRow(
        id=row.pk,
        label=row.label,
        about=about.label if about and row.title else "",
        icon=row.icon,
        topic_id=row.topic_id,
        topic_key=row.topic.key if row.topic else "",
        theme_id=row.theme_id,
        source=row.source,
        response=Response(response.pk, response.key, response.label, response.icon) if response else None,
        comment=row.comment,
        seen=fingerprint(row.comment),
        decider=row.decider,
        decider_label=row.get_decider_display() if row.decider else "",
        minutes=row.minutes,
        state=row.state,
        owner=row.owner,
        added_by=row.added_by,
        note_id=row.note_id,
        is_current=row.meeting.current_item_id == row.pk,
        is_removed=row.removed_at is not None,
        may_choose=policies.may_choose_response(viewer, row, now),
        may_comment=policies.may_write_comment(viewer, row, now),
        may_remove=policies.may_remove_item(viewer, row, now),
    )
