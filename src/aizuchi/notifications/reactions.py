"""What follows from events of other rooms; joined in `config/wiring.py`."""

from aizuchi.notifications.tasks import deliver_invitation, deliver_password_link
from aizuchi.people.events import PasswordForgotten, PersonInvited


def mail_invitation(event: PersonInvited) -> None:
    deliver_invitation.enqueue(str(event.person_id))


def mail_password_link(event: PasswordForgotten) -> None:
    deliver_password_link.enqueue(str(event.person_id))
