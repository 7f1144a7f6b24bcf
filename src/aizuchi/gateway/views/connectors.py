"""Connections to other systems, for administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aizuchi.gateway.models import Connector
from aizuchi.gateway.policies import may_keep_connectors
from aizuchi.kernel.permissions import require
from aizuchi.people.requests import Request

P = ParamSpec("P")


def for_administrators(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody else."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require(may_keep_connectors(request.user, on=request.user.organization.today(timezone.now())))
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request


@for_administrators
@require_safe
def list_connectors(request: Request) -> HttpResponse:
    connectors = Connector.objects.visible_to(request.user).order_by("name")
    return render(request, "gateway/connectors.html", {"connectors": connectors})
