"""What every page of the catalogue asks first."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.catalogue.form_values import FormValues, form_values_of
from aizuchi.catalogue.forms import Rewriting
from aizuchi.catalogue.ordered_lists import Item
from aizuchi.catalogue.policies import may_edit_catalogue
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.requests import Request

P = ParamSpec("P")


def explain(form: Rewriting, refusal: Refusal, shown: FormValues, *, field: str | None = "ja") -> None:
    """`shown` is what stands now. What was typed stays."""
    if isinstance(refusal, Stale):
        form.look_again(shown, str(refusal))
    else:
        form.add_error(field, str(refusal))


def went_through(edit: Callable[[], object], *, form: Rewriting, row: Item) -> bool:
    """Tries the edit of a row. Refused, the form says why, beside what stands now."""
    try:
        edit()
    except Refusal as refusal:
        row.refresh_from_db()
        explain(form, refusal, form_values_of(row))
        return False
    return True


def say_saved(request: Request, address: str, *keys: uuid.UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(address, *keys)


def status_of(*forms: Rewriting) -> int:
    if any(form.standing for form in forms):
        return 409
    return 422 if any(form.errors for form in forms) else 200


def for_editors(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """403 for everybody but HR."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require(may_edit_catalogue(request.user, request.user.organization.today(timezone.now())))
        return view(request, *args, **kwargs)

    return login_required(guarded)  # type: ignore[return-value]  # which takes any request
