"""The words of the mails that concern a person's own account."""

from django.utils.translation import gettext as _

from aizuchi.notifications.messages import Message, speaking_to
from aizuchi.people.invitations import GOOD_FOR, make_invitation_link
from aizuchi.people.models import Person
from aizuchi.people.sign_in import make_password_link


def invitation(person: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="invitation",
            subject=_("%(organization)s invites you to Aizuchi") % {"organization": person.organization.label},
            lines=(
                _("Aizuchi is where you prepare your 1on1s, hold them, and find again what you agreed on."),
                _("Choose a password, and you're in."),
            ),
            link=make_invitation_link(person),
            link_label=_("Choose a password"),
            aside=_("This link is for you alone. It works once, within %(days)d days.") % {"days": GOOD_FOR.days},
        )


def new_password(person: Person) -> Message:
    with speaking_to(person):
        return Message(
            kind="new_password",
            subject=_("Your way back into Aizuchi"),
            lines=(_("Choose a new password here, and you're back in."),),
            link=make_password_link(person),
            link_label=_("Choose a new password"),
            aside=_(
                "The link works once, for one day. If you didn't ask for it, leave it: your password stays as it is."
            ),
        )
