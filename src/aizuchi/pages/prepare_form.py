"""The whole form at once, for a browser without scripts, and for the last word before leaving.

Only what the person changed on this form is applied: beside each control stands what it was, so that a stale tab takes
nothing back that happened elsewhere meanwhile.
"""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import Http404, QueryDict

from aizuchi.kernel.ids import read_key
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations
from aizuchi.meetings.agenda_commands import Remove, read_commands, read_whole_number
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.item_fields import ChangedElsewhere
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
    form.keep_agenda()
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
                self.outcome.sentences.append(str(refusal))
                self.outcome.typed[item_id] = comment
                if isinstance(refusal, ChangedElsewhere):
                    self.outcome.kept[item_id] = refusal.kept

    def keep_choices(self) -> None:
        who = {"actor": self.actor, "now": self.now}
        for item_id, response in self._changed("response-"):
            self._try(operations.choose_response, item_id=item_id, response_id=read_key(response), **who)
        for item_id, decider in self._changed("decider-"):
            self._try(operations.choose_decider, item_id=item_id, decider=decider, **who)
        for item_id, minutes in self._changed("minutes-"):
            self._try(operations.set_item_minutes, item_id=item_id, minutes=read_whole_number(minutes), **who)

    def keep_agenda(self) -> None:
        for command in read_commands(self.data):
            if isinstance(command, Remove):
                self._try(operations.remove_item, actor=self.actor, item_id=command.item_id, now=self.now)
            else:
                who = {"actor": self.actor, "meeting_id": self.meeting.pk, "now": self.now}
                self._try(operations.add_item, subject=command, **who)

    def keep_condition(self) -> None:
        who = {"actor": self.actor, "meeting_id": self.meeting.pk, "now": self.now}
        if self.data.get("condition", "") != self.data.get("was_condition", ""):
            self._try(operations.check_condition, condition=read_whole_number(self.data.get("condition", "")), **who)
        if self.data.get("share_condition", "") != self.data.get("was_share_condition", ""):
            self._try(operations.share_condition, shares=bool(self.data.get("share_condition")), **who)

    def keep_intent(self) -> None:
        intent = self.data.get("intent", "")
        if "was_intent" in self.data and intent != self.data["was_intent"]:
            self._try(operations.name_intent, actor=self.actor, meeting_id=self.meeting.pk, intent=intent, now=self.now)

    def _try(self, operation: object, **arguments: object) -> None:
        """Something that is gone meanwhile is no reason to lose the rest."""
        assert callable(operation)
        try:
            operation(**arguments)
        except Refusal as refusal:
            self.outcome.sentences.append(str(refusal))
        except Http404:
            return

    def _by_item(self, prefix: str) -> Iterator[tuple[uuid.UUID, str]]:
        for name, value in self.data.items():
            if name.startswith(prefix) and (item_id := read_key(name.removeprefix(prefix))):
                yield item_id, str(value)

    def _changed(self, prefix: str) -> Iterator[tuple[uuid.UUID, str]]:
        for item_id, value in self._by_item(prefix):
            if value != self.data.get(f"was_{prefix}{item_id}", ""):
                yield item_id, value
