"""1on1s that are coming, with how far the two are with them. The number of queries never grows with the list."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.queries.agenda import Agenda, Item, list_agendas
from aizuchi.meetings.queries.meetings import MeetingRow, count_by_pair
from aizuchi.people.models import Person, unseen


@dataclass(frozen=True, kw_only=True)
class Tag:
    """How far it is, or what one could do next."""

    text: str
    icon: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Coming:
    row: MeetingRow
    number: int
    agenda: Agenda
    is_ready: bool
    """The viewer has finished preparing."""
    partner_is_ready: bool

    @property
    def partner(self) -> Person:
        return self.row.partner

    @property
    def kind_label(self) -> str:
        return str(PairKind(self.row.pair_kind).label)

    @property
    def is_peer(self) -> bool:
        return self.row.pair_kind == PairKind.PEER

    @property
    def brings_topics(self) -> bool:
        return self.row.is_mentee or self.is_peer

    @property
    def responds(self) -> bool:
        return not self.row.is_mentee or self.is_peer

    @property
    def own_items(self) -> list[Item]:
        """What the viewer chooses the response for."""
        return [item for item in self.agenda.items if item.owner.pk != self.partner.pk]

    @property
    def partners_items(self) -> list[Item]:
        return [item for item in self.agenda.items if item.owner.pk == self.partner.pk]

    @property
    def tag(self) -> Tag:
        if self.is_ready and self.partner_is_ready and self.agenda.items:
            return Tag(text=_("Both of you are ready"), icon="check", tone="done")
        return self._own_tag() if self.brings_topics else self._mentors_tag()

    def _own_tag(self) -> Tag:
        if not self.own_items:
            return self._without_topic() if self.is_ready else Tag(text=_("Choose what to talk about"))
        if self.is_ready:
            return Tag(text=_("You are ready"), icon="check", tone="done")
        return Tag(text=_("Go on preparing"), icon="pencil-line", tone="act")

    def _mentors_tag(self) -> Tag:
        name = {"name": self.partner.short_name}
        count = len(self.agenda.items)
        if self.partner_is_ready:
            ready = Tag(text=_("%(name)s is ready") % name, icon="check", tone="done")
            return ready if count else self._without_topic()
        if count:
            sentence = ngettext("%(count)d topic so far", "%(count)d topics so far", count)
            return Tag(text=sentence % {"count": count})
        return Tag(text=_("Preparation still to come"))

    def _without_topic(self) -> Tag:
        """Somebody said "ready" without choosing anything: that is fine, and no reason to call it prepared."""
        return Tag(text=_("Comes without a topic"))


def describe_coming(*, viewer: Person, rows: list[MeetingRow], now: datetime.datetime) -> list[Coming]:
    """Four queries, however many rows there are."""
    ids = [row.id for row in rows]
    meetings = Meeting.objects.visible_to(viewer).select_related("pair__mentee", "pair__mentor").filter(pk__in=ids)
    meetings = meetings.defer(*unseen("pair__mentee", "pair__mentor"))
    agendas = list_agendas(viewer=viewer, meetings=list(meetings), now=now)
    held = count_by_pair(viewer=viewer, pair_ids={row.pair_id for row in rows})
    ready = _who_is_ready(viewer, ids)
    described = []
    for row in rows:
        held[row.pair_id] = number = held.get(row.pair_id, 0) + (0 if row.started_at else 1)
        described.append(
            Coming(
                row=row,
                number=number,
                agenda=agendas[row.id],
                is_ready=(row.id, viewer.pk) in ready,
                partner_is_ready=(row.id, row.partner.pk) in ready,
            )
        )
    return described


def _who_is_ready(viewer: Person, meeting_ids: list[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    finished = Preparation.objects.filter(
        meeting__in=Meeting.objects.visible_to(viewer).filter(pk__in=meeting_ids), finished_at__isnull=False
    )
    return set(finished.values_list("meeting_id", "person_id"))
