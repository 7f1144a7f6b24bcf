"""Mail through the company's server, many over one connection."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from aizuchi.notifications.channels import Parcel, Refused, Unreachable
from aizuchi.notifications.dressing import dress_mail
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

    def send(self, parcel: Parcel) -> None:
        mail = set_mail(parcel)
        mail.connection = self._connection
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


def set_mail(parcel: Parcel) -> EmailMultiAlternatives:
    with speaking_to(parcel.person):
        return dress_mail(
            person=parcel.person,
            subject=parcel.subject if len(parcel.messages) == 1 else _("What is coming up in your 1on1s"),
            messages=parcel.messages,
            stop_link=parcel.stop_link,
            headers=_headers_of(parcel),
        )


def _headers_of(parcel: Parcel) -> dict[str, str]:
    """One reference, one Message-ID: a mail that had to be sent again is the same mail to whoever receives it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{parcel.reference}@{domain}>", "Auto-Submitted": "auto-generated"}
    if parcel.stop_link:
        headers["List-Unsubscribe"] = f"<{parcel.stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        connection.connection = None
