"""allauth carries the flows of signing in (forms, tokens, sessions). Limits, words and what is written down are ours.

Its addresses, pages and mails are ours as well: see `urls.py` for the few that exist.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aizuchi.accounts.events import FactorsChanged
from aizuchi.accounts.models import SignIn
from aizuchi.accounts.operations.sessions import end_sessions_of
from aizuchi.accounts.sign_in_record import note_failure
from aizuchi.accounts.throttling import SignInAttempt
from aizuchi.audit.operations import record
from aizuchi.kernel import events
from aizuchi.kernel.addresses import is_own_page
from aizuchi.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and password don't go together. Please try again."),
        "enter_current_password": _("This isn't your current password."),
        "rate_limited": _("That was a little quick. Please wait a moment, then try again."),
    }

    said_afterwards = {"account/messages/password_changed.txt": _("Your new password is set.")}

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        address = str(credentials.get("email", ""))
        attempt, now = SignInAttempt.by_person(request, address), timezone.now()
        if not attempt.begin(now=now):
            note_failure(request, way=SignIn.Way.PASSWORD, address=address)
            raise ValidationError(attempt.say_too_many(now=now))
        person: Person | None = authenticate(request, **credentials)
        if person is None:
            note_failure(request, way=SignIn.Way.PASSWORD, address=address)
        else:
            attempt.take_back()
        return person

    def get_login_stages(self) -> list[str]:
        """All that anybody who comes in passes, in this order."""
        stages = ("BeginStage", "SecondFactorStage", "SetUpStage", "ArriveStage")
        return [f"aizuchi.accounts.stages.{stage}" for stage in stages]

    def get_client_ip(self, request: HttpRequest) -> str:
        return str(request.META["REMOTE_ADDR"])

    def is_safe_url(self, url: str | None) -> bool:
        """allauth would follow every name in ALLOWED_HOSTS, so also to the visitor's own machine."""
        return is_own_page(url, context.request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: people are imported, invited or provisioned."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or self.said_afterwards.get(message_template or "")
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError(f"Nobody has written our own words for {template_prefix}.")

    @transaction.atomic
    def set_password(self, user: Person, password: str) -> None:
        now = timezone.now()
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions_of([user.pk], keep=context.request.session.session_key)
        record(
            organization_id=user.organization_id,
            actor=user,
            action="accounts.password.set",
            subject_id=user.pk,
            now=now,
        )
        events.publish(FactorsChanged(person_id=user.pk, what="password_set", actor_id=user.pk, at=now))
