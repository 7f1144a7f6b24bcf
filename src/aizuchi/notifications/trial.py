"""A real mail to oneself, at once, so that the answer of the mail server can be shown to whoever is setting it up."""

import datetime
import smtplib

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.kernel.refusals import Refusal
from aizuchi.notifications.delivery import deliver
from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.people.models import Person


class TrialFailed(Refusal):
    """The mail did not go out; told so that the person knows what to do next."""

    sentence = gettext_lazy("The mail server could not be reached. “aizuchi check” says how it is set up.")


class NoAddress(TrialFailed):
    sentence = gettext_lazy("You have no mail address yet. Please write one on your profile.")


class NoMailServer(TrialFailed):
    sentence = gettext_lazy("No mail server is set, so mails only lie in the data folder. Please set AIZUCHI_MAIL_URL.")


class TrialRefused(TrialFailed):
    sentence = gettext_lazy("The mail server answered, and refused the mail. Please look at sender and password.")


def send_trial_mail(*, actor: Person, now: datetime.datetime) -> str:
    """To which address it went. Raises TrialFailed."""
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        raise NoMailServer
    try:
        is_sent = deliver(person=actor, message=_trial(actor), now=now)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        raise TrialRefused from refusal
    except (smtplib.SMTPException, OSError) as problem:
        raise TrialFailed from problem
    if not is_sent:
        raise NoAddress
    return str(actor.email)


def _trial(person: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="trial",
            subject=_("Mails of Aizuchi arrive"),
            lines=(_("You asked for this mail, to see that it arrives. It went to nobody else."),),
        )
