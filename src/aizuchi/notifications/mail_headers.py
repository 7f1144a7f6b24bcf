"""Headers as every mail server takes them: none begins with an empty line, however long a subject or an address is.

Python breaks a header before its first word where that is too long for one line; RFC 5322 knows no line of blanks only,
and some servers turn such mails away or take the header for an empty one.
"""

from email.header import Header, decode_header, make_header
from email.message import Message
from typing import Any

from django.core.mail import EmailMultiAlternatives


class _OneLine(Header):
    """What has nowhere to be broken, such as one long address: up to 998 signs are allowed."""

    def encode(self, splitchars: str = "", maxlinelen: int | None = None, linesep: str = "\n") -> str:
        return " ".join(super().encode(splitchars, maxlinelen=0, linesep=linesep).split())


class Mail(EmailMultiAlternatives):
    def message(self, *args: Any, **kwargs: Any) -> Any:
        told = super().message(*args, **kwargs)
        for name, value in told.items():
            if _begins_empty(told, name, value):
                told.replace_header(name, _break_elsewhere(told, name, value))
        return told


def _break_elsewhere(told: Message, name: str, value: Any) -> Header:
    """Encoded words begin shorter; what is none goes on one line."""
    said = str(value)
    anew = make_header(decode_header(said), header_name=name)
    return _OneLine(said, header_name=name, maxlinelen=998) if _begins_empty(told, name, anew) else anew


def _begins_empty(told: Message, name: str, value: Any) -> bool:
    lines = told.policy.fold(name, value).splitlines()
    return any(not line.strip() for line in [lines[0].partition(":")[2], *lines[1:]])
