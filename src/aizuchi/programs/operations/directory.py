"""Somebody says that they are glad to be asked for a 1on1, also outside of programs, and what about."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Person
from aizuchi.programs.models import DirectoryEntry
from aizuchi.programs.models.program import KINDS


class NoKind(Refusal):
    sentence = _("Please choose at least one kind of 1on1.")
    field = "kinds"


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    kinds: tuple[str, ...] = ()
    topics: Collection[uuid.UUID] = ()
    responses: Collection[uuid.UUID] = ()
    words: str = ""
    is_shown: bool = True


@transaction.atomic
def save_entry(*, actor: Person, facts: EntryFacts, now: datetime.datetime) -> DirectoryEntry:
    """One's own. Raises NoKind."""
    kinds = [kind.value for kind in KINDS if kind.value in facts.kinds]
    if facts.is_shown and not kinds:
        raise NoKind
    entry, _made = DirectoryEntry.objects.update_or_create(
        person=actor,
        defaults={"kinds": kinds, "words": facts.words, "is_shown": facts.is_shown, "changed_at": now},
    )
    mine = {"organization": actor.organization_id}
    entry.topics.set(Topic.objects.filter(pk__in=facts.topics, **mine))
    entry.responses.set(ExpectedResponse.objects.filter(pk__in=facts.responses, **mine))
    return entry
