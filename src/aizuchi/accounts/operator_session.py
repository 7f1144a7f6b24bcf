"""Who is signed in as an operator: beside people's own sign-in, and never together with it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlencode

from aizuchi.accounts.models import Operator
from aizuchi.accounts.session_use import note_use
from aizuchi.accounts.whole_hours import whole_hour

KEY = "operator"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def sign_in_operator(request: HttpRequest, operator: Operator) -> None:
    """Whoever was signed in here as a person is so no longer."""
    now = whole_hour(timezone.now()).timestamp()
    request.session.flush()
    request.session[KEY] = [operator.pk.hex, _stamp(operator)]
    request.session["begun_at"] = request.session["seen_at"] = now
    request.session.set_expiry(0)


def read_operator(request: HttpRequest) -> Operator | None:
    """Nobody once the password is another one."""
    key, stamp = request.session.get(KEY) or ("", "")
    operator: Operator | None = Operator.objects.filter(pk=uuid.UUID(key)).first() if key else None
    if operator is None or not constant_time_compare(stamp, _stamp(operator)):
        return None
    note_use(request)
    return operator


def operator_required(view: View[P]) -> View[P]:
    """What the operator sees does not exist for people, administrators included."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            raise Http404
        if read_operator(request) is None:
            return redirect(f"{reverse('operator_sign_in')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


def _stamp(operator: Operator) -> str:
    return salted_hmac("aizuchi.accounts.operator", operator.password, algorithm="sha256").hexdigest()[:32]
