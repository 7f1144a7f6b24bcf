"""Handing a message to the mail server. Only jobs do it, and whoever tries it out with a mail to themselves."""

import datetime

from django.core.mail import EmailMultiAlternatives

from aizuchi.notifications.formatting import format_mail
from aizuchi.notifications.mail_count import counting_mails
from aizuchi.notifications.messages import CalendarPart, Message, speaking_to
from aizuchi.notifications.models import SentMail
from aizuchi.people.models import Person


def deliver(*, person: Person, message: Message, now: datetime.datetime, to: str = "") -> bool:
    """False: there is nobody to write to (any more). `to`: at another address, which their account knows of."""
    address = to or person.email
    if not address or not (to or person.is_active):
        return False
    with speaking_to(person):
        mail = format_mail(person=person, subject=message.subject, messages=[message], to=address)
    if message.calendar:
        _attach_calendar(mail, message.calendar)
    with counting_mails():
        mail.send()
    SentMail.objects.create(person=person, kind=message.kind, address=address, sent_at=now)
    return True


def _attach_calendar(mail: EmailMultiAlternatives, part: CalendarPart) -> None:
    """Last of the alternatives, where Outlook, Google and Apple look for it, and as a file for all others."""
    mail.attach_alternative(part.text, f"text/calendar; method={part.method}")
    mail.attach("invite.ics", part.text.encode(), "application/ics")
