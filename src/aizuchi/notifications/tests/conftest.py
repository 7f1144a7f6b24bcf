"""A type of our own, so that these tests say what they mean, and an SMTP server that keeps what it is sent."""

import datetime
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.cast import Cast

from aizuchi.notifications import notification_types
from aizuchi.notifications.messages import Message
from aizuchi.notifications.models import Notice
from aizuchi.notifications.notification_types import Due, NotificationType

NOON = datetime.datetime(2026, 6, 17, 3, 0, tzinfo=datetime.UTC)  # a Wednesday, 12:00 in Tokyo


def compose(notices: Sequence[Notice], now: datetime.datetime) -> Mapping[uuid.UUID, Message]:
    """Everything but what is called stale."""
    return {
        notice.pk: Message(
            kind="lamp",
            subject=f"灯 {notice.key}",
            lines=("一行です。",),
            link="https://a.example/go",
            link_label="見る",
        )
        for notice in notices
        if notice.key != "stale"
    }


LAMP = NotificationType(code="lamp", label="Lamp", explanation="For tests.", compose=compose)
URGENT = NotificationType(code="urgent", label="Urgent", explanation="For tests.", compose=compose, is_urgent=True)


@pytest.fixture(autouse=True)
def _own_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_types, "gather", lambda kind: (LAMP, URGENT))


@pytest.fixture
def due_for(cast: Cast) -> Callable[..., Due]:
    def make(person=None, *, key: str = "one", due_at: datetime.datetime = NOON, hours: float = 48) -> Due:
        person = person or cast.member
        expires_at = due_at + datetime.timedelta(hours=hours)
        return Due(person_id=person.pk, key=key, subject_id=person.pk, due_at=due_at, expires_at=expires_at)

    return make


class Sink:
    """Takes every mail; some addresses are refused, for now (450) or for good (550)."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return [address for envelope in self.taken for address in envelope.rcpt_tos]


@pytest.fixture
def sink(settings, unused_tcp_port) -> Iterator[Sink]:
    kept = Sink()
    controller = Controller(kept, hostname="127.0.0.1", port=unused_tcp_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_tcp_port
    yield kept
    controller.stop()
