"""1on1s that are coming, with how far the two are with them. The number of queries never grows with the list."""

import datetime
import uuid
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.catalogue.models import PairKind
from aizuchi.meetings.queries.agenda import Agenda, AgendaRow, list_agendas
from aizuchi.meetings.queries.meetings import MeetingRow
from aizuchi.meetings.queries.near import NearMeeting
from aizuchi.people.models import Person


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
    partner_unit: str

    @property
    def partner(self) -> Person:
        return self.row.partner

    @property
    def kind_label(self) -> str:
        return PairKind.label_of_partner(self.row.pair_kind, is_mentee=self.row.is_mentee)

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
    def own_items(self) -> list[AgendaRow]:
        """What the viewer chooses the response for."""
        return [item for item in self.agenda.items if item.owner.pk != self.partner.pk]

    @property
    def partners_items(self) -> list[AgendaRow]:
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


def describe_coming(*, viewer: Person, meetings: list[NearMeeting], now: datetime.datetime) -> list[Coming]:
    """One query, however many meetings there are."""
    agendas = list_agendas(viewer=viewer, meetings=[near.meeting for near in meetings], now=now)
    counted: Counter[uuid.UUID] = Counter()
    described = []
    for near in meetings:
        counted[near.row.pair_id] += 0 if near.row.started_at else 1
        described.append(
            Coming(
                row=near.row,
                number=near.held + counted[near.row.pair_id],
                agenda=agendas[near.row.id],
                is_ready=near.is_ready,
                partner_is_ready=near.partner_is_ready,
                partner_unit=near.partner_unit,
            )
        )
    return described
