"""What people tell about themselves. Names and facts of employment are kept by HR, see `person.py`."""

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from aizuchi.audit.operations import record
from aizuchi.kernel.files.models import StoredFile
from aizuchi.kernel.files.store import destroy_file
from aizuchi.kernel.refusals import Stale
from aizuchi.people.models import Person
from aizuchi.people.pictures import keep_photo


class StaleProfile(Stale):
    """The profile was changed after the form was opened; what stands there now."""

    def __init__(self, current: Person) -> None:
        super().__init__()
        self.current = current


@dataclass(frozen=True, kw_only=True)
class ProfileWords:
    pronoun: str
    introduction: str
    interests: str
    career: str
    spoken_languages: str
    preferred_times: str
    time_zone: str


@transaction.atomic
def edit_profile(*, actor: Person, words: ProfileWords, version: int, now: datetime.datetime) -> None:
    """One's own; nobody else speaks for a person."""
    person = Person.objects.select_for_update().get(pk=actor.pk)
    if person.version != version:
        raise StaleProfile(person)
    changed = sorted(name for name, value in dataclasses.asdict(words).items() if getattr(person, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(person, name, getattr(words, name))
    person.version += 1
    person.save(update_fields=[*changed, "version"])
    _note(actor, now, changed)


def set_photo(*, actor: Person, file: IO[bytes], size: int, now: datetime.datetime) -> None:
    """Raises PhotoTooHeavy or NotAPicture."""
    kept = keep_photo(file, size=size, organization_id=actor.organization_id, now=now)
    _replace_photo(actor, kept, now)


def remove_photo(*, actor: Person, now: datetime.datetime) -> None:
    _replace_photo(actor, [None, None], now)


@transaction.atomic
def _replace_photo(actor: Person, kept: Sequence[StoredFile | None], now: datetime.datetime) -> None:
    person = Person.objects.select_for_update().get(pk=actor.pk)
    former = [person.photo, person.photo_small]
    person.photo, person.photo_small = kept
    person.save(update_fields=["photo", "photo_small"])
    for file in filter(None, former):
        destroy_file(file, now=now)
    _note(actor, now, ["photo"])


def _note(actor: Person, now: datetime.datetime, fields: list[str]) -> None:
    """That it changed, never to what: an entry outlives a person's erasure."""
    record(
        organization_id=actor.organization_id,
        actor=actor,
        action="people.profile.edited",
        subject_id=actor.pk,
        detail={"fields": fields},
        now=now,
    )
