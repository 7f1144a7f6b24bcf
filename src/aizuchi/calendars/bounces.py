"""Mails that come back (RFC 3464): later than the sending, a mail server says that an address takes none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage, Message

from aizuchi.kernel.ics.walls import Unreadable

MOST = 50
_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, kw_only=True)
class Bounce:
    addresses: frozenset[str]
    """Where it was sent, and where it had been handed on to."""
    status: str
    """Of RFC 3463, for good: 5.1.1 is an address that nobody has."""


def is_report(mail: EmailMessage) -> bool:
    return mail.get_content_type() == "multipart/report" and mail.get_param("report-type") == "delivery-status"


def read_bounces(mail: EmailMessage) -> list[Bounce]:
    """What is only late is none. Raises Unreadable."""
    try:
        return [bounce for block in _blocks(mail) if (bounce := _read(block))][:MOST]
    except (MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise Unreadable(type(error).__name__) from error


def _blocks(mail: EmailMessage) -> Iterator[Message]:
    for part in mail.iter_parts():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            yield from [block for block in blocks if isinstance(block, Message)] if isinstance(blocks, list) else []


def _read(block: Message) -> Bounce | None:
    status = _STATUS.match(str(block.get("Status", "")).strip())
    if status is None or str(block.get("Action", "")).strip().lower() != "failed":
        return None
    named = (str(block.get(header, "")) for header in ("Final-Recipient", "Original-Recipient"))
    addresses = {name.rpartition(";")[2].strip().strip("<>").lower() for name in named}
    return Bounce(addresses=frozenset(addresses - {""}), status=status[0])
