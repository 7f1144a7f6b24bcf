"""The mailbox where answers to invitations arrive, over IMAP. It is the installation's own; nobody else reads there."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import unquote, urlsplit

LARGEST = 1_000_000
MOST_AT_ONCE = 200
SECONDS = 20.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxClosed(Exception):
    """It cannot be reached, or does not let us in."""


class Mailbox:
    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection

    def list_unread(self) -> list[str]:
        """Oldest first."""
        found = self._ask("SEARCH", "UNSEEN")
        return [key.decode() for key in (found[0] or b"").split()][:MOST_AT_ONCE]

    def read(self, key: str) -> bytes:
        """Empty where it is too large to be an answer, or gone. Reading leaves it unread."""
        size = _SIZE.search(b" ".join(part for part in self._ask("FETCH", key, "(RFC822.SIZE)") if part))
        if not size or int(size[1]) > LARGEST:
            return b""
        parts = self._ask("FETCH", key, "(BODY.PEEK[])")
        return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")

    def put_away(self, key: str, *, is_odd: bool) -> None:
        """Read; what we could not make sense of is flagged, so that somebody can find it."""
        self._ask("STORE", key, "+FLAGS", r"(\Seen \Flagged)" if is_odd else r"(\Seen)")

    def _ask(self, command: str, *args: str) -> list[Any]:
        status, data = self._connection.uid(command, *args)
        if status != "OK":
            raise MailboxClosed(command)
        return data


@contextmanager
def open_mailbox(url: str) -> Iterator[Mailbox]:
    """`imaps://user:password@host/FOLDER`, or `imap://` with STARTTLS. Raises MailboxClosed."""
    try:
        connection = _connect(url)
        try:
            yield Mailbox(connection)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxClosed(type(error).__name__) from error


def _connect(url: str) -> imaplib.IMAP4:
    parts = urlsplit(url)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    connection: imaplib.IMAP4
    if parts.scheme == "imaps":
        connection = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=SECONDS)
    else:
        connection = imaplib.IMAP4(host, parts.port or 143, timeout=SECONDS)
        if "STARTTLS" in connection.capabilities:
            connection.starttls(ssl_context=context)
        elif host not in {"localhost", "127.0.0.1", "::1"}:  # a password in the clear
            raise MailboxClosed("no TLS")
    connection.login(unquote(parts.username or ""), unquote(parts.password or ""))
    status, _ = connection.select(f'"{unquote(parts.path.strip("/")) or "INBOX"}"')
    if status != "OK":
        raise MailboxClosed("no such folder")
    return connection
