"""What an agenda item can be taken from: a TODO, words to keep in mind, a question sent ahead, an item that was left.

The browser names a source by kind and key; what it says, and whether the viewer may see it, the app that has it tells.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from aizuchi.kernel.manifests import gather
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person

LONGEST_TITLE = 200
FindTitle = Callable[[Person, Meeting, uuid.UUID], str | None]


class NotToBeFound(Refusal):
    sentence = gettext_lazy("What you chose is gone, or it isn't yours to see. Please choose something else.")


@dataclass(frozen=True)
class AgendaSource:
    """As a form names it, KIND:KEY. Nothing is known yet of whether there is such a thing."""

    kind: str
    id: uuid.UUID | None

    @classmethod
    def read(cls, said: str) -> Self:
        kind, _colon, key = said.partition(":")
        try:
            return cls(kind, uuid.UUID(key))
        except ValueError:
            return cls(kind, None)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class AgendaSourceKind:
    """In the manifest of the app that has such things. None: there is none of that key for this viewer and pair."""

    kind: str
    find_title: FindTitle


def find_title(source: AgendaSource, *, viewer: Person, meeting: Meeting) -> str:
    """What the source says, as long as a title may be. Raises NotToBeFound."""
    for known in gather(AgendaSourceKind):
        if known.kind == source.kind and source.id and (title := known.find_title(viewer, meeting, source.id)):
            return Truncator(" ".join(title.split())).chars(LONGEST_TITLE)
    raise NotToBeFound


def find_question(viewer: Person, meeting: Meeting, question_id: uuid.UUID) -> str | None:
    """One that was sent ahead of this 1on1."""
    return meeting.pre_questions.filter(pk=question_id).values_list("text", flat=True).first()
