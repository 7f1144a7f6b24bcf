"""What every page of HR and administrators begins with."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.forms.admin import AdminForm
from aizuchi.people.models import Organization
from aizuchi.people.policies import may_edit_people
from aizuchi.people.requests import Request


@dataclass(frozen=True, kw_only=True)
class AdminContext:
    """Whose people are kept, by whom, and what day it is there."""

    request: Request
    organization: Organization
    now: datetime.datetime
    today: datetime.date

    def form(self, kind: type[Any], *, is_posted: bool = False, **options: Any) -> Any:
        data = self.request.POST if is_posted else None
        files = self.request.FILES if is_posted else None
        return kind(data, files, organization=self.organization, today=self.today, **options)

    @property
    def who_and_when(self) -> dict[str, Any]:
        return {"actor": self.request.user, "now": self.now}


def access_admin(request: Request) -> AdminContext:
    """403 for whoever does not keep people."""
    now = timezone.now()
    organization = request.user.organization
    today = organization.today(now)
    require(may_edit_people(request.user, organization, on=today))
    return AdminContext(request=request, organization=organization, now=now, today=today)


def try_to(change: Callable[[], object], form: AdminForm) -> bool:
    """Whether the operation went through; if not, the form says why and keeps what was typed."""
    try:
        change()
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def go_on(request: Request, sentence: str | Promise, name: str, *args: Any) -> HttpResponse:
    messages.success(request, str(sentence))
    return redirect(name, *args)


def show(admin: AdminContext, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    everything = {"today": admin.today, **context}
    return render(admin.request, f"people/admin/{template}.html", everything, status=status)
