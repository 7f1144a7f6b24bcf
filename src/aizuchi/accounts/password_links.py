"""Links in mails that set a new password."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator


class PasswordLinks(PasswordResetTokenGenerator):
    """Stale with another address, another password or another sign-in; nothing for whoever has left since."""

    def check_token(self, user: Any, token: str | None) -> bool:
        return super().check_token(user, token) and user.is_active
