"""The whole form at once, for a browser without scripts, and for the last word before leaving.

Only what the person changed on this form is applied: beside each control stands what it was, so that a stale tab takes
nothing back that happened elsewhere meanwhile.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import Http404, QueryDict

from aizuchi.kernel.measure import read_number
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.agenda import Subject
from aizuchi.meetings.operations.item_fields import ChangedElsewhere
from aizuchi.meetings.refusals import Refusal
from aizuchi.people.models import Person


@dataclass
class Outcome:
    """What could not be kept, with what was typed."""

    sentences: list[str] = field(default_factory=list)
    typed: dict[uuid.UUID, str] = field(default_factory=dict)  # comments that were refused
    kept: dict[uuid.UUID, str] = field(default_factory=dict)  # what stands there instead

    @property
    def is_clean(self) -> bool:
        return not self.sentences


def apply_form(*, actor: Person, meeting: Meeting, data: QueryDict, now: datetime.datetime) -> Outcome:
    form = _Form(actor, meeting, data, now)
    form.keep_comments()
    form.keep_choices()
    form.keep_topics()
    form.keep_carries()
    form.keep_own_words()
    form.keep_condition()
    form.keep_intent()
    return form.outcome


class _Form:
    def __init__(self, actor: Person, meeting: Meeting, data: QueryDict, now: datetime.datetime) -> None:
        self.actor, self.meeting, self.data, self.now = actor, meeting, data, now
        self.outcome = Outcome()

    def keep_comments(self) -> None:
        for item_id, comment in self._by_item("comment-"):
            seen = self.data.get(f"seen-{item_id}") or None
            try:
                operations.write_comment(actor=self.actor, item_id=item_id, comment=comment, seen=seen, now=self.now)
            except Refusal as refusal:
                self.outcome.sentences.append(str(refusal.sentence))
                self.outcome.typed[item_id] = comment
                if isinstance(refusal, ChangedElsewhere):
                    self.outcome.kept[item_id] = refusal.kept

    def keep_choices(self) -> None:
        who = {"actor": self.actor, "now": self.now}
        for item_id, response in self._changed("response-"):
            self._try(operations.choose_response, item_id=item_id, response_id=_key(response), **who)
        for item_id, decider in self._changed("decider-"):
            self._try(operations.choose_decider, item_id=item_id, decider=decider, **who)
        for item_id, minutes in self._changed("minutes-"):
            self._try(operations.set_item_minutes, item_id=item_id, minutes=_number(minutes), **who)

    def keep_topics(self) -> None:
        chosen, was = set(self.data.getlist("chip")), self._pairs("was_chip")
        for value in chosen - was.keys():
            kind, _, key = value.partition(":")
            subject = Subject(topic_id=_key(key)) if kind == "topic" else Subject(theme_id=_key(key))
            self._add(subject)
        for value in was.keys() - chosen:
            self._remove(was[value])

    def keep_carries(self) -> None:
        chosen, was = set(self.data.getlist("carry")), self._pairs("was_carry")
        titles = self._pairs("carry_title")
        for value in chosen - was.keys():
            kind, _, key = value.partition(":")
            if kind == "item" and (item_id := _key(key)):
                self._try(
                    operations.carry_item_over,
                    actor=self.actor,
                    meeting_id=self.meeting.pk,
                    item_id=item_id,
                    now=self.now,
                )
            else:
                self._add(Subject(title=titles.get(value, ""), source=value[:60]))
        for value in was.keys() - chosen:
            self._remove(was[value])

    def keep_own_words(self) -> None:
        if words := self.data.get("own_words", "").strip():
            self._add(Subject(title=words))

    def keep_condition(self) -> None:
        who = {"actor": self.actor, "meeting_id": self.meeting.pk, "now": self.now}
        if self.data.get("condition", "") != self.data.get("was_condition", ""):
            self._try(operations.check_condition, condition=_number(self.data.get("condition", "")), **who)
        if self.data.get("share_condition", "") != self.data.get("was_share_condition", ""):
            self._try(operations.share_condition, shares=bool(self.data.get("share_condition")), **who)

    def keep_intent(self) -> None:
        intent = self.data.get("intent", "")
        if "was_intent" in self.data and intent != self.data["was_intent"]:
            self._try(operations.name_intent, actor=self.actor, meeting_id=self.meeting.pk, intent=intent, now=self.now)

    def _add(self, subject: Subject) -> None:
        self._try(operations.add_item, actor=self.actor, meeting_id=self.meeting.pk, subject=subject, now=self.now)

    def _remove(self, item: str) -> None:
        if item_id := _key(item):
            self._try(operations.remove_item, actor=self.actor, item_id=item_id, now=self.now)

    def _try(self, operation: object, **arguments: object) -> None:
        """Something that is gone meanwhile is no reason to lose the rest."""
        assert callable(operation)
        try:
            operation(**arguments)
        except Refusal as refusal:
            self.outcome.sentences.append(str(refusal.sentence))
        except Http404:
            return

    def _by_item(self, prefix: str) -> Iterator[tuple[uuid.UUID, str]]:
        for name, value in self.data.items():
            if name.startswith(prefix) and (item_id := _key(name.removeprefix(prefix))):
                yield item_id, str(value)

    def _changed(self, prefix: str) -> Iterator[tuple[uuid.UUID, str]]:
        for item_id, value in self._by_item(prefix):
            if value != self.data.get(f"was_{prefix}{item_id}", ""):
                yield item_id, value

    def _pairs(self, name: str) -> dict[str, str]:
        """Hidden fields that say VALUE=ITEM."""
        return dict(str(value).split("=", 1) for value in self.data.getlist(name) if "=" in str(value))


def _key(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _number(value: str) -> int | None:
    return read_number(value, most=999)
