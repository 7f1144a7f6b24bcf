"""Links in mails that set a new password."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.urls import reverse

from aizuchi.kernel.addresses import absolute
from aizuchi.people.models import Person


class PasswordLinks(PasswordResetTokenGenerator):
    """Stale with another address, another password or another sign-in; nothing for whoever has left since."""

    def check_token(self, user: Any, token: str | None) -> bool:
        return super().check_token(user, token) and user.is_active


def make_password_link(person: Person) -> str:
    """Where this person sets a new password. It holds for `PASSWORD_RESET_TIMEOUT`, once, and for this address only."""
    token = default_token_generator.make_token(person)
    return absolute(reverse("account_reset_password_from_key", kwargs={"uidb36": person.pk.hex, "key": token}))
