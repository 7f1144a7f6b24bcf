"""How people sign in: by email and password, and only while they belong to the organization."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest


class PersonBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: AbstractBaseUser) -> bool:
        return bool(user.is_active)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: people are imported, invited or provisioned."""
        return False
