"""How messages become a mail: as text and as HTML, in the receiver's language."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.template.loader import render_to_string

from aizuchi.notifications.mail_headers import Mail
from aizuchi.notifications.messages import Message
from aizuchi.people.models import Person


def format_mail(
    *,
    person: Person,
    subject: str,
    messages: Sequence[Message],
    stop_link: str = "",
    headers: Mapping[str, str] | None = None,
    to: str = "",
) -> Mail:
    """Called while speaking to that person, see `messages.speaking_to`. `to`: at another address than their own."""
    context = {
        "messages": messages,
        "subject": subject,
        "person": person,
        "home": settings.PUBLIC_URL,
        "stop_link": stop_link,
    }
    text = render_to_string("notifications/mail.txt", context)
    html = render_to_string("notifications/mail.html", context)
    mail = Mail(
        " ".join(subject.split()), text, to=[to or person.email or ""], headers=dict(headers) if headers else None
    )
    mail.attach_alternative(html, "text/html")
    return mail
