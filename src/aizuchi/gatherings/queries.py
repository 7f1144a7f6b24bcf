"""Gatherings as somebody sees them."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from aizuchi.gatherings import policies
from aizuchi.gatherings.models import Gathering, SignUp
from aizuchi.people.models import Person
from aizuchi.people.queries import PersonCard, cards_of, outline_of
from aizuchi.people.queries.units import Tree

State = SignUp.State
SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class GatheringCard:
    id: uuid.UUID
    kind: str
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    where: str
    for_whom: str
    coming: int
    places: int | None
    own_state: str
    is_called_off: bool

    @property
    def is_full(self) -> bool:
        return self.places is not None and self.coming >= self.places


@dataclass(frozen=True, kw_only=True)
class Participant:
    person: PersonCard
    state: str
    attended: bool | None

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


@dataclass(frozen=True, kw_only=True)
class GatheringPage:
    card: GatheringCard
    words: str
    video_url: str
    holder: PersonCard
    sign_up_until: datetime.datetime | None
    may_sign_up: bool
    may_withdraw: bool
    may_change: bool
    may_note_attendance: bool
    has_begun: bool
    waiting: int
    place_in_line: int
    participants: list[Participant] = field(default_factory=list)
    """Only for those who look after it."""

    @property
    def coming(self) -> list[Participant]:
        return [one for one in self.participants if one.state == State.COMING]

    @property
    def others(self) -> list[Participant]:
        return [one for one in self.participants if one.state != State.COMING]


@dataclass(frozen=True, kw_only=True)
class GatheringList:
    coming: list[GatheringCard]
    past: list[GatheringCard]
    may_hold: bool


def list_gatherings(viewer: Person, *, now: datetime.datetime) -> GatheringList:
    """What is ahead, the next first; and what is over where one was, or which one looks after, latest first."""
    on = viewer.organization.today(now)
    visible = _with_counts(Gathering.objects.visible_to(viewer))
    ahead = visible.filter(starts_at__gt=now - datetime.timedelta(hours=12)).order_by("starts_at")
    own = Q(holder=viewer) | Q(pk__in=SignUp.objects.coming().filter(person=viewer).values("gathering"))
    over = visible.filter(own, starts_at__lte=now - datetime.timedelta(hours=12)).order_by("-starts_at")
    tree = outline_of(viewer.organization, on=on)
    return GatheringList(
        coming=_cards(viewer, ahead, tree),
        past=_cards(viewer, over, tree),
        may_hold=policies.may_hold_some(viewer, on=on),
    )


def get_gathering(viewer: Person, gathering_id: uuid.UUID, *, now: datetime.datetime) -> GatheringPage:
    """Http404 for whom it is not."""
    on = viewer.organization.today(now)
    gathering = get_object_or_404(_with_counts(Gathering.objects.visible_to(viewer)), pk=gathering_id)
    sign_ups = list(gathering.sign_ups.order_by("signed_up_at", "pk"))
    may_change = policies.may_change(viewer, gathering, on=on)
    mine = next((row for row in sign_ups if row.person_id == viewer.pk), None)
    cards = cards_of({gathering.holder_id, *(row.person_id for row in sign_ups if may_change)}, on=on)
    line = [row.person_id for row in sign_ups if row.state == State.WAITING]
    has_begun = gathering.starts_at <= now
    is_in = mine is not None and mine.state in (State.COMING, State.WAITING)
    return GatheringPage(
        card=_card(gathering, mine.state if mine else "", outline_of(viewer.organization, on=on)),
        words=gathering.words,
        video_url=gathering.video_url,
        holder=cards[gathering.holder_id],
        sign_up_until=gathering.sign_up_until,
        may_sign_up=not is_in and gathering.takes_sign_ups(now),
        may_withdraw=is_in and not has_begun and gathering.called_off_at is None,
        may_change=may_change and not has_begun and gathering.called_off_at is None,
        may_note_attendance=policies.may_note_attendance(viewer, gathering, now=now),
        has_begun=has_begun,
        waiting=len(line),
        place_in_line=line.index(viewer.pk) + 1 if viewer.pk in line else 0,
        participants=[
            Participant(person=cards[row.person_id], state=row.state, attended=row.attended)
            for row in sign_ups
            if may_change and row.person_id in cards
        ],
    )


def _with_counts(found: QuerySet[Gathering]) -> QuerySet[Gathering]:
    coming = Count("sign_ups", filter=Q(sign_ups__state=State.COMING))
    return found.select_related("booking__space", "unit", "organization").annotate(coming_count=coming)


def _cards(viewer: Person, found: QuerySet[Gathering], tree: Tree) -> list[GatheringCard]:
    rows = list(found[:SHOWN])
    states = dict(SignUp.objects.filter(person=viewer, gathering__in=rows).values_list("gathering", "state"))
    return [_card(row, states.get(row.pk, ""), tree) for row in rows]


def _card(gathering: Gathering, own_state: str, tree: Tree) -> GatheringCard:
    return GatheringCard(
        id=gathering.pk,
        kind=gathering.get_kind_display(),
        title=gathering.title,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        where=gathering.where,
        for_whom=_for_whom(gathering, tree),
        coming=gathering.coming_count,  # type: ignore[attr-defined]  # counted by the query
        places=gathering.places,
        own_state=own_state,
        is_called_off=gathering.called_off_at is not None,
    )


def _for_whom(gathering: Gathering, tree: Tree) -> str:
    node = tree.by_id.get(gathering.unit_id) if gathering.unit_id else None
    unit = node.label if node else gathering.unit.label if gathering.unit else _("The whole organization")
    if gathering.audience == Gathering.Audience.INVITED:
        return _("Those who are invited")
    if gathering.audience == Gathering.Audience.HEADS:
        return _("Heads of units: %(unit)s") % {"unit": unit}
    return unit
