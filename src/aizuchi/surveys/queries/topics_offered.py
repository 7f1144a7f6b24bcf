"""What somebody could bring to their next 1on1, given what they answered. Only whoever answered ever asks this."""

import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from aizuchi.catalogue.models import Topic
from aizuchi.catalogue.queries import CatalogueEntry, responses_for
from aizuchi.meetings.policies import brings_topics
from aizuchi.meetings.queries import MeetingRow
from aizuchi.meetings.queries.meetings import next_by_pair
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.lows import list_low_answers


@dataclass(frozen=True, kw_only=True)
class OfferedTopic:
    id: uuid.UUID
    label: str
    icon: str
    low: Mapping[str, list[str]]
    """Answers after which it is offered, by the code of their question."""

    @property
    def low_json(self) -> str:
        return json.dumps(self.low)

    def suits(self, given: Mapping[str, JsonValue]) -> bool:
        return any(str(given.get(code, "")) in answers for code, answers in self.low.items())


@dataclass(frozen=True, kw_only=True)
class TopicOffer:
    topics: list[OfferedTopic]
    responses: list[CatalogueEntry]
    meetings: list[MeetingRow]
    """The next one with everybody to whom the viewer brings topics."""


def offer_topics(
    *, viewer: Person, definition: Definition, given: Mapping[str, JsonValue] | None, now: datetime.datetime
) -> TopicOffer | None:
    """After low answers; None where there is nothing to offer, or nobody to bring it to.

    `given` is None where only the browser knows it: then all that could be offered, for the browser to choose from.
    """
    topics = _list_topics(viewer, definition)
    if given is not None:
        topics = [topic for topic in topics if topic.suits(given)]
    meetings = _list_meetings(viewer, now) if topics else []
    if not meetings:
        return None
    return TopicOffer(topics=topics, responses=responses_for(viewer.organization), meetings=meetings)


def _list_topics(viewer: Person, definition: Definition) -> list[OfferedTopic]:
    """Those that the organization still has."""
    low: dict[str, dict[str, list[str]]] = {}
    for question in definition.list_questions():
        answers = list_low_answers(question) if question.offers_topic else []
        if answers:
            low.setdefault(question.offers_topic, {})[question.code] = answers
    if not low:
        return []
    found = Topic.objects.offered().filter(organization_id=viewer.organization_id, key__in=low, pair_kind="")
    return [OfferedTopic(id=one.pk, label=one.label, icon=one.icon, low=low[one.key]) for one in found]


def _list_meetings(viewer: Person, now: datetime.datetime) -> list[MeetingRow]:
    pairs = Pair.objects.visible_to(viewer).on(viewer.today(now)).order_by("starts_on", "pk")
    to_bring = [pair.pk for pair in pairs if brings_topics(viewer, pair)]
    rows = next_by_pair(viewer=viewer, pair_ids=to_bring, now=now) if to_bring else {}
    return [rows[key] for key in to_bring if key in rows and rows[key].may_arrange]
