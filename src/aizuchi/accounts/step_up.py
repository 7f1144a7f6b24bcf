"""Before what is sensitive: whoever is signed in proves once more who they are, unless they did so minutes ago.

The moment of a proof stands in a cookie of its browser and nowhere in the database, which keeps hours only.
"""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from aizuchi.accounts.forms.proof import ProofForm
from aizuchi.accounts.kept_forms import keep_form, read_kept_form
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries.factors import has_second_factor
from aizuchi.accounts.ways import list_ways
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.people.models import Person
from aizuchi.people.requests import Request

COOKIE = "proof"
FRESH = datetime.timedelta(minutes=15)
PROVING = "proving"
_SALT = "aizuchi.accounts.proof"
P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponse]


def note_proof(request: HttpRequest, response: HttpResponse) -> None:
    """Whoever is signed in by this request's session has just proved it."""
    keep_cookie(response, COOKIE, make_proof(request.session.session_key or ""), max_age=FRESH)


def proved_all_there_is(request: HttpRequest, person: Person) -> bool:
    """Of whoever has just signed in: a password on a device that is not asked for the second factor is not all."""
    proofs = get_authentication_records(request, person)
    is_strong = bool(proofs) and proofs[-1]["method"] in ("mfa", ProvedBy.COMPANY.value)
    return is_strong or not has_second_factor(person)


def make_proof(session_key: str) -> str:
    return signing.dumps(_name_of(session_key), salt=_SALT)


def has_fresh_proof(request: HttpRequest) -> bool:
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=FRESH)
    except signing.BadSignature:
        return False
    return bool(told == _name_of(request.session.session_key or ""))


def fresh_proof_required(view: View[P]) -> View[P]:
    """The outermost decorator of a view for people who are signed in: it takes a POST of its own at every address.

    A filled form waits, sealed, in the page that asks, and is sent on once they have proved it; but for files.
    """

    @wraps(view)
    @never_cache
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_answer = request.method == "POST" and PROVING in request.POST
        if not isinstance(request.user, Person) or (_needs_no_proof(request) and not is_answer):
            return view(request, *args, **kwargs)
        if not is_answer:
            return _ask(cast(Request, request), ProofForm(request), kept=_keep(request))
        form = ProofForm(request, request.POST)
        if not form.is_valid():
            return _ask(cast(Request, request), form, kept=request.POST.get("kept", ""))
        response = _send_on(request, view, *args, **kwargs)
        note_proof(request, response)
        return response

    return guarded


def _needs_no_proof(request: HttpRequest) -> bool:
    """Nobody has a password to give in the demo, and so nothing to prove as long as no factor was set up."""
    if has_fresh_proof(request):
        return True
    person = cast(Person, request.user)
    return settings.DEMO and person.organization.is_demo and not has_second_factor(person)


def _ask(request: Request, form: ProofForm, *, kept: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=403)
        answer["HX-Redirect"] = request.headers.get("HX-Current-URL", "/")
        return answer
    ways = [way for way in list_ways(request) if way.proves_anew]
    context = {"form": form, "kept": kept, "has_files": bool(request.FILES), "proving_ways": ways}
    return render(request, "accounts/step_up.html", context | form.passkey_options())


def _keep(request: HttpRequest) -> str:
    if request.method != "POST" or request.FILES:
        return ""
    return keep_form(request.POST.urlencode(), session_key=request.session.session_key or "", path=request.path)


def _send_on(request: HttpRequest, view: View[P], *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    kept = read_kept_form(
        request.POST.get("kept", ""), session_key=request.session.session_key or "", path=request.path
    )
    if kept is None:
        return redirect(request.get_full_path())
    request.POST = QueryDict(kept)  # as it was when it was sent first
    return view(request, *args, **kwargs)


def _name_of(session_key: str) -> str:
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()[:32]
