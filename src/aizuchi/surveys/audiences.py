"""People whom another app can name, as those whom a survey asks. An app registers one in its manifest."""

import datetime
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Organization, Person

SEPARATOR = ":"


@dataclass(frozen=True, kw_only=True)
class SurveyAudience:
    key: str
    label: str | Promise
    """What all of them are called in a list: Programs."""
    list_choices: Callable[[Person, datetime.date], Iterable[tuple[str, str]]]
    """Of whoever builds a survey: key and name of each, such as the mentees of a program."""
    find_people: Callable[[Organization, str, datetime.date], Collection[uuid.UUID]]
    """Nobody for a key that there is no longer. Whoever is on leave or has left is taken out later."""


def list_audiences(viewer: Person, *, on: datetime.date) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """As groups of choices."""
    found = []
    for one in gather(SurveyAudience):
        if choices := [(f"{one.key}{SEPARATOR}{key}", name) for key, name in one.list_choices(viewer, on)]:
            found.append((one.label, choices))
    return found


def find_audience(organization: Organization, chosen: str, *, on: datetime.date) -> Collection[uuid.UUID]:
    """Nobody, where the app that knew it is no longer there."""
    kind, _separator, key = chosen.partition(SEPARATOR)
    for one in gather(SurveyAudience):
        if one.key == kind:
            found: Collection[uuid.UUID] = one.find_people(organization, key, on)
            return found
    return ()
