"""What may never leave the house: looked for in every message that any test sends, whatever the test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.core.mail import EmailMessage
from django.db.models import CharField, Model, TextField

from aizuchi.actions.models import ActionItem
from aizuchi.growth.models import Spark
from aizuchi.meetings.models import AgendaItem, PreQuestion
from aizuchi.notifications import outbox
from aizuchi.notifications.channels import OutgoingMessage

WORDS: dict[type[Model], tuple[str, ...]] = {
    AgendaItem: ("title", "comment"),
    PreQuestion: ("text",),
    ActionItem: ("text", "support", "dropped_because"),
    Spark: tuple(f.name for f in Spark._meta.fields if isinstance(f, TextField | CharField) and not f.choices),
}
TOO_SHORT = 2
"""Shorter than this, a match would mean nothing."""


def find_private_words(message: str) -> list[str]:
    """Words of the two that stand in `message`, of all that this test wrote."""
    written = {
        str(value)
        for model, fields in WORDS.items()
        for row in model._default_manager.values_list(*fields)
        for value in row
        if isinstance(value, str) and len(value) > TOO_SHORT
    }
    return [words for words in written if words in message]


def whole_text(mail: EmailMessage) -> str:
    others = [str(content) for content, _kind in getattr(mail, "alternatives", [])]
    return "\n".join([str(mail.subject), str(mail.body), *others, *map(str, mail.extra_headers.values())])


@contextmanager
def watch_messages() -> Iterator[list[str]]:
    """Collects what goes out through chats and browsers as well, before any channel dresses it."""
    seen: list[str] = []
    make = outbox.OutgoingMessage

    def note(**given: object) -> OutgoingMessage:
        outgoing = make(**given)
        seen.extend(
            "\n".join([message.subject, *message.lines, message.link, message.second_link, message.aside])
            for message in outgoing.messages
        )
        return outgoing

    with mock.patch.object(outbox, "OutgoingMessage", note):
        yield seen
