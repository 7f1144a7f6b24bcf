"""What somebody's page of calendars shows."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from aizuchi.calendars.adapters.kinds import list_domain_wide, list_offered
from aizuchi.calendars.advice import WHAT_TO_DO
from aizuchi.calendars.calendar_events import title_of_organization
from aizuchi.calendars.forms import PreferencesForm, TitleForm
from aizuchi.calendars.models import CalendarPreferences, CalendarQuestion, Connection, FeedAddress
from aizuchi.calendars.policies import may_connect_spaces
from aizuchi.people.models import Person
from aizuchi.spaces.models import MeetingSpace

State = Connection.State


@dataclass(frozen=True, kw_only=True)
class ConnectionRow:
    id: uuid.UUID
    kind: str
    kind_label: str
    account: str
    space: str
    state: str
    state_label: str
    worked_at: datetime.datetime | None
    problem: str
    what_to_do: str | Promise
    next_look_at: datetime.datetime | None
    unreadable: int
    writes: bool

    @property
    def is_fine(self) -> bool:
        return self.state in (State.NEW, State.WORKING)


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    id: uuid.UUID
    kind: str
    starts_at: datetime.datetime
    wanted_at: datetime.datetime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class CalendarSettings:
    questions: list[QuestionRow]
    connections: list[ConnectionRow]
    offered: list[str]
    preferences_form: PreferencesForm
    usual_title: str
    feed_made_at: datetime.datetime | None
    feed_read_at: datetime.datetime | None


def calendar_settings(
    *, viewer: Person, now: datetime.datetime, preferences_form: PreferencesForm | None = None
) -> CalendarSettings:
    feed = FeedAddress.objects.filter(person=viewer).first()
    preferences = CalendarPreferences.objects.filter(person=viewer).first()
    return CalendarSettings(
        questions=list_questions(viewer=viewer, now=now),
        connections=rows_of(Connection.objects.visible_to(viewer)),
        offered=list_offered(viewer),
        preferences_form=preferences_form or PreferencesForm(instance=preferences),
        usual_title=title_of_organization(viewer.organization_id),
        feed_made_at=feed.made_at if feed else None,
        feed_read_at=feed.read_at if feed else None,
    )


def calendar_of_space(viewer: Person, space: MeetingSpace, now: datetime.datetime) -> dict[str, object] | None:
    """For whoever may connect it: which calendar a meeting space has, and what else it could be."""
    if not may_connect_spaces(viewer, space.organization, on=viewer.organization.today(now)):
        return None
    rows = rows_of(Connection.objects.of_spaces(space.organization).filter(space=space))
    return {"connections": rows, "wide_kinds": list_domain_wide() if space.email else []}


def title_of_1on1s(viewer: Person, now: datetime.datetime) -> dict[str, object]:
    """Under which title 1on1s stand in the calendars of an organization, to be changed."""
    return {"form": TitleForm(initial={"title": title_of_organization(viewer.organization_id)})}


def questions_to(viewer: Person, now: datetime.datetime) -> QuerySet[CalendarQuestion]:
    return CalendarQuestion.objects.visible_to(viewer).open().filter(entry__ends_at__gt=now)


def list_questions(*, viewer: Person, now: datetime.datetime) -> list[QuestionRow]:
    """What changes in the viewer's calendar left open. One query."""
    found = questions_to(viewer, now).select_related("entry")
    return [
        QuestionRow(
            id=question.pk,
            kind=question.kind,
            starts_at=question.entry.starts_at,
            wanted_at=question.wanted_at,
            reason=question.reason,
        )
        for question in found
    ]


def rows_of(connections: QuerySet[Connection]) -> list[ConnectionRow]:
    return [_row(connection) for connection in connections.select_related("space").order_by("created_at")]


def _row(connection: Connection) -> ConnectionRow:
    return ConnectionRow(
        id=connection.pk,
        kind=connection.kind,
        kind_label=connection.get_kind_display(),
        account=connection.account,
        space=connection.space.name if connection.space else "",
        state=connection.state,
        state_label=connection.get_state_display(),
        worked_at=connection.worked_at,
        problem=connection.get_problem_display() if connection.problem else "",
        what_to_do=WHAT_TO_DO.get(connection.problem, ""),
        next_look_at=connection.next_sync_at if connection.state == State.TROUBLED else None,
        unreadable=connection.unreadable,
        writes=connection.writes,
    )
