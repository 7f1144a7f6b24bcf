"""What a notice says, before a channel sets it as mail, chat or push."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from aizuchi.people.models import Person


@dataclass(frozen=True, kw_only=True)
class CalendarPart:
    """What a calendar reads of a mail, RFC 6047: the method stands in the mail as in the text."""

    method: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """Two or three plain sentences and one or two things to press; nothing that only the two of a 1on1 may read."""

    kind: str
    subject: str
    lines: tuple[str, ...]
    link: str = ""
    link_label: str = ""
    second_link: str = ""
    second_label: str = ""
    aside: str = ""
    calendar: CalendarPart | None = None


@contextmanager
def speaking_to(person: Person) -> Iterator[None]:
    """Sentences in the receiver's language, times as the receiver's clock shows them."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        yield
