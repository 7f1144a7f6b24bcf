"""Mail through the company's server, many over one connection."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from aizuchi.notifications.channels import OutgoingMessage, Refused, Unreachable
from aizuchi.notifications.formatting import format_mail
from aizuchi.notifications.mail_count import counting_mails
from aizuchi.notifications.messages import speaking_to


@contextmanager
def open_mail() -> Iterator["MailSender"]:
    connection = get_connection()
    try:
        yield MailSender(connection)
    finally:
        _close(connection)


class MailSender:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def send(self, outgoing: OutgoingMessage) -> None:
        mail = set_mail(outgoing)
        mail.connection = self._connection
        with counting_mails():
            self._hand_over(mail)

    def _hand_over(self, mail: EmailMultiAlternatives) -> None:
        try:
            self._connection.open()  # does nothing while it is
            mail.send()
        except smtplib.SMTPRecipientsRefused as refusal:
            _close(self._connection)
            codes = [code for code, _text in refusal.recipients.values()]
            raise (Unreachable if any(code < 500 for code in codes) else Refused) from refusal
        except smtplib.SMTPResponseException as answer:
            _close(self._connection)
            raise (Unreachable if answer.smtp_code < 500 else Refused) from answer
        except (smtplib.SMTPException, OSError) as error:
            _close(self._connection)
            raise Unreachable from error


def set_mail(outgoing: OutgoingMessage) -> EmailMultiAlternatives:
    with speaking_to(outgoing.person):
        return format_mail(
            person=outgoing.person,
            subject=outgoing.subject if len(outgoing.messages) == 1 else _("What is coming up in your 1on1s"),
            messages=outgoing.messages,
            stop_link=outgoing.stop_link,
            headers=_headers_of(outgoing),
        )


def _headers_of(outgoing: OutgoingMessage) -> dict[str, str]:
    """One reference, one Message-ID: a mail that had to be sent again is the same mail to whoever receives it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{outgoing.reference}@{domain}>", "Auto-Submitted": "auto-generated"}
    if outgoing.stop_link:
        headers["List-Unsubscribe"] = f"<{outgoing.stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        connection.connection = None
