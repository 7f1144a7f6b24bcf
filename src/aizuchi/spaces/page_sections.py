"""What apps above add to the pages of meeting spaces: each says it in its manifest."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aizuchi.kernel.manifests import gather
from aizuchi.people.models import Person
from aizuchi.spaces.models import MeetingSpace

Context = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class PageOfSpaces:
    """A section below the list of spaces."""

    template: str
    read: Callable[[Person, datetime.datetime], Context]


@dataclass(frozen=True, kw_only=True)
class PageOfSpace:
    """A section on the page of one space; None where it is not for this viewer."""

    template: str
    read: Callable[[Person, MeetingSpace, datetime.datetime], Context | None]


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    template: str
    context: Context


def list_sections(viewer: Person, *, now: datetime.datetime) -> list[ShownSection]:
    return [
        ShownSection(template=section.template, context=section.read(viewer, now)) for section in gather(PageOfSpaces)
    ]


def list_sections_of(space: MeetingSpace, viewer: Person, *, now: datetime.datetime) -> list[ShownSection]:
    found = ((section.template, section.read(viewer, space, now)) for section in gather(PageOfSpace))
    return [ShownSection(template=template, context=context) for template, context in found if context is not None]
