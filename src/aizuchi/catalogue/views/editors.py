"""What every page of the catalogue asks first."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from aizuchi.catalogue.policies import may_edit_catalogue
from aizuchi.people.requests import Request

P = ParamSpec("P")


def for_editors(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody but HR."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may_edit_catalogue(request.user, request.user.organization.today(timezone.now())):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request
