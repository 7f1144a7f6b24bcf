"""What stands on the lists of actions. Every list begins with the viewer."""

import datetime
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.actions import policies
from aizuchi.actions.models import ActionItem, ActionItemQuerySet, Move
from aizuchi.kernel.prepared import prepared
from aizuchi.people.models import Person, unseen

SOON = datetime.timedelta(days=14)
LATELY = datetime.timedelta(days=28)
SPANS = {
    "today": _("Today"),
    "week": _("This week"),
    "later": _("After that"),
    "undated": _("Without a day"),
    "past": _("Ready for a new day"),
}


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One action, as the viewer may see and touch it."""

    id: uuid.UUID
    pair_id: uuid.UUID
    meeting_id: uuid.UUID | None
    text: str
    support: str
    due_on: datetime.date | None
    due: str
    """"past", "today", "ahead" or "" without a day."""
    state: str
    done_on: datetime.date | None
    dropped_because: str
    times_moved: int
    version: int
    owner: Person
    partner: Person
    """The other of the two, seen from the viewer."""
    is_own: bool
    may_finish: bool
    may_change: bool
    may_take_away: bool

    @property
    def is_done(self) -> bool:
        return self.state == ActionItem.State.DONE

    @property
    def is_open(self) -> bool:
        return self.state == ActionItem.State.OPEN

    @property
    def is_dropped(self) -> bool:
        return self.state == ActionItem.State.DROPPED

    @property
    def may_mend(self) -> bool:
        """Choose another day, reword, or let it go."""
        return self.is_open and (self.may_change or self.may_finish)

    @property
    def save_at(self) -> str:
        return reverse("actions:edit", args=[self.id])


@dataclass(frozen=True, kw_only=True)
class ActionGroup:
    """Open TODOs that belong together on one's own list."""

    heading: str
    actions: list[ActionRow]


@dataclass(frozen=True, kw_only=True)
class PairActions:
    mine: list[ActionRow]
    theirs: list[ActionRow]

    @property
    def is_empty(self) -> bool:
        return not (self.mine or self.theirs)


def get_action(*, viewer: Person, action_id: uuid.UUID, now: datetime.datetime) -> ActionRow:
    """Http404 for everybody but the two."""
    return _finished(get_object_or_404(_full(ActionItem.objects.visible_to(viewer)), pk=action_id), viewer, now)


def open_of(viewer: Person) -> ActionItemQuerySet:
    return ActionItem.objects.visible_to(viewer).open().filter(owner=viewer)


def list_open_by_day(*, viewer: Person, now: datetime.datetime) -> list[ActionGroup]:
    """One's own open actions over all pairs: today, this week, later, no day, and days gone by at the end."""
    today = timezone.localdate(now)
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    by_span: dict[str, list[ActionRow]] = {span: [] for span in SPANS}
    for action in _list_own_open(viewer, now):
        by_span[_span(action, sunday)].append(action)
    return [ActionGroup(heading=str(SPANS[span]), actions=actions) for span, actions in by_span.items() if actions]


def list_open_by_partner(*, viewer: Person, now: datetime.datetime) -> list[ActionGroup]:
    by_pair: dict[uuid.UUID, list[ActionRow]] = {}
    for action in _list_own_open(viewer, now):
        by_pair.setdefault(action.pair_id, []).append(action)
    return [ActionGroup(heading=actions[0].partner.full_name, actions=actions) for actions in by_pair.values()]


def list_awaited(*, viewer: Person, now: datetime.datetime) -> list[ActionRow]:
    """What others agreed to the viewer."""
    return _list(ActionItem.objects.visible_to(viewer).open().exclude(owner=viewer), viewer, now)


def list_finished_lately(*, viewer: Person, now: datetime.datetime) -> list[ActionRow]:
    finished = ActionItem.objects.visible_to(viewer).filter(owner=viewer)
    finished = finished.filter(Q(done_at__gte=now - LATELY) | Q(dropped_at__gte=now - LATELY))
    return _list(finished.order_by("-done_at", "-dropped_at", "-id"), viewer, now)


def list_near(*, viewer: Person, now: datetime.datetime, limit: int = 50) -> list[ActionRow]:
    """One's own open actions of the next two weeks and of days gone by, by day."""
    near = _find_near(viewer=viewer, today=timezone.localdate(now), limit=limit)
    return [_finished(action, viewer, now) for action in near]


@prepared
def _find_near(viewer: Person, today: datetime.date, limit: int) -> ActionItemQuerySet:
    return _full(open_of(viewer).filter(due_on__lte=today + SOON)[:limit])


def choose_due_soon(near: list[ActionRow], *, limit: int = 5) -> list[ActionRow]:
    """What comes next first; a day or two gone by stand at the end, as an offer to choose another."""
    past = [action for action in near if action.due == "past"][-2:]
    ahead = [action for action in near if action.due != "past"]
    return ahead[: limit - len(past)] + past


def get_pair_actions(
    *, viewer: Person, pair_id: uuid.UUID, now: datetime.datetime, with_done_since: datetime.datetime | None = None
) -> PairActions:
    """The open actions of both, and what was kept since a moment, if asked for."""
    found = _find_of_pair(viewer=viewer, pair_id=pair_id, since=with_done_since)
    actions = [_finished(action, viewer, now) for action in found]
    return PairActions(
        mine=[action for action in actions if action.is_own], theirs=[action for action in actions if not action.is_own]
    )


def list_of_meeting(*, viewer: Person, meeting_id: uuid.UUID, now: datetime.datetime) -> list[ActionRow]:
    """In the order in which they were written down."""
    return [_finished(action, viewer, now) for action in _find_of_meeting(viewer=viewer, meeting_id=meeting_id)]


@prepared
def _find_of_pair(viewer: Person, pair_id: uuid.UUID, since: datetime.datetime | None) -> ActionItemQuerySet:
    wanted = Q(state=ActionItem.State.OPEN)
    wanted = wanted | Q(done_at__gte=since) if since else wanted
    return _full(ActionItem.objects.visible_to(viewer).filter(wanted, pair_id=pair_id))


@prepared
def _find_of_meeting(viewer: Person, meeting_id: uuid.UUID) -> ActionItemQuerySet:
    return _full(ActionItem.objects.visible_to(viewer).filter(meeting_id=meeting_id).order_by("id"))


def list_own_open_of_pairs(
    *, viewer: Person, pair_ids: Collection[uuid.UUID], now: datetime.datetime
) -> Mapping[uuid.UUID, list[ActionRow]]:
    own = ActionItem.objects.visible_to(viewer).open().filter(owner=viewer, pair_id__in=pair_ids)
    by_pair: dict[uuid.UUID, list[ActionRow]] = {}
    for action in _list(own, viewer, now):
        by_pair.setdefault(action.pair_id, []).append(action)
    return by_pair


def _list_own_open(viewer: Person, now: datetime.datetime) -> list[ActionRow]:
    return _list(ActionItem.objects.visible_to(viewer).open().filter(owner=viewer), viewer, now)


def _full(actions: ActionItemQuerySet) -> ActionItemQuerySet:
    """Counted in a query of its own: a grouped one would forget the order."""
    moves = Move.objects.filter(action=OuterRef("pk")).values("action").annotate(number=Count("pk")).values("number")
    wide = [*unseen("pair__mentee", "pair__mentor", "owner"), "pair__purpose", "pair__care", "pair__wish"]
    return (
        actions.select_related("pair__mentee", "pair__mentor", "meeting", "owner")
        .defer(*wide)
        .annotate(times_moved=Coalesce(Subquery(moves), 0))
    )


def _list(actions: ActionItemQuerySet, viewer: Person, now: datetime.datetime) -> list[ActionRow]:
    return [_finished(action, viewer, now) for action in _full(actions)]


def _finished(action: ActionItem, viewer: Person, now: datetime.datetime) -> ActionRow:
    today = timezone.localdate(now)
    return ActionRow(
        id=action.pk,
        pair_id=action.pair_id,
        meeting_id=action.meeting_id,
        text=action.text,
        support=action.support,
        due_on=action.due_on,
        due=_due(action, today),
        state=action.state,
        done_on=timezone.localdate(action.done_at) if action.done_at else None,
        dropped_because=action.dropped_because,
        times_moved=getattr(action, "times_moved", 0),
        version=action.version,
        owner=action.owner,
        partner=action.pair.partner_of(viewer),
        is_own=action.owner_id == viewer.pk,
        may_finish=policies.may_finish(viewer, action),
        may_change=policies.may_change(viewer, action, today),
        may_take_away=policies.may_take_away(viewer, action, today),
    )


def _due(action: ActionItem, today: datetime.date) -> str:
    if action.due_on is None:
        return ""
    if action.due_on < today:
        return "past"
    return "today" if action.due_on == today else "ahead"


def _span(action: ActionRow, sunday: datetime.date) -> str:
    if action.due == "ahead" and action.due_on:
        return "week" if action.due_on <= sunday else "later"
    return action.due or "undated"
