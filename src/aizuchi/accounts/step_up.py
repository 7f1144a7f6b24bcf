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
from aizuchi.accounts.kept_forms import keep_form, name_of_session, read_kept_form
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.queries.factors import has_second_factor
from aizuchi.accounts.session_store import SessionStore
from aizuchi.accounts.ways import SignInWay, list_ways
from aizuchi.kernel.addresses import is_own_page
from aizuchi.kernel.cookies import keep_cookie
from aizuchi.people.models import Person
from aizuchi.people.requests import Request

COOKIE = "proof"
WHOLE, COMPANY_ALONE = "whole", "company"
"""What was proved: all there is, or an account at a company's sign-in that asks for no second factor itself."""
FRESH = datetime.timedelta(minutes=15)
PROVING = "proving"
_SALT = "aizuchi.accounts.proof"
P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponse]


def note_proof(request: HttpRequest, response: HttpResponse, *, proved: str = WHOLE) -> None:
    """Whoever is signed in by this request's session has just proved it: its key is another from now on."""
    if not request.user.is_authenticated:  # what they proved it for signed them out
        return
    cast(SessionStore, request.session).renew_key()
    _keep_proof(request, response, proved)


def _keep_proof(request: HttpRequest, response: HttpResponse, proved: str = WHOLE) -> None:
    keep_cookie(response, COOKIE, make_proof(request.session.session_key or "", proved=proved), max_age=FRESH)


def note_proof_of_sign_in(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Of whoever has just signed in: a password on a device that is not asked for the second factor proves nothing."""
    proofs = get_authentication_records(request, person)
    latest = proofs[-1] if proofs else {"method": ""}
    if latest["method"] == ProvedBy.COMPANY:
        _keep_proof(request, response, WHOLE if latest.get("is_strong") else COMPANY_ALONE)
    elif latest["method"] == "mfa" or not has_second_factor(person):
        _keep_proof(request, response)


def make_proof(session_key: str, *, proved: str = WHOLE) -> str:
    return signing.dumps([_name_of(session_key), proved], salt=_SALT)


def has_fresh_proof(request: HttpRequest) -> bool:
    return _read_proof(request) == WHOLE


def _read_proof(request: HttpRequest) -> str:
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=FRESH)
    except signing.BadSignature:
        return ""
    is_own = isinstance(told, list) and told[0] == _name_of(request.session.session_key or "")
    return str(told[1]) if is_own else ""


def fresh_proof_required(view: View[P]) -> View[P]:
    """The outermost decorator of a view for people who are signed in: it takes a POST of its own at every address.

    A filled form waits, sealed, in the page that asks, and is sent on once they have proved it; but for files.
    """
    return _guard(view, is_for_first_factor=False)


def proof_required_to_set_up(view: View[P]) -> View[P]:
    """As `fresh_proof_required`; for the first second factor a company's sign-in without one will do.

    Who has nothing else could otherwise never get what is asked for everywhere else.
    """
    return _guard(view, is_for_first_factor=True)


def _guard(view: View[P], *, is_for_first_factor: bool) -> View[P]:
    @wraps(view)
    @never_cache
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_answer = request.method == "POST" and PROVING in request.POST
        if not isinstance(request.user, Person) or (not is_answer and _needs_no_proof(request, is_for_first_factor)):
            return view(request, *args, **kwargs)
        if not is_answer:
            return _ask(cast(Request, request), ProofForm(request), is_for_first_factor, kept=_keep(request))
        form = ProofForm(request, request.POST)
        if not form.is_valid():
            return _ask(cast(Request, request), form, is_for_first_factor, kept=request.POST.get("kept", ""))
        response = _send_on(request, view, *args, **kwargs)
        note_proof(request, response)
        return response

    return guarded


def _needs_no_proof(request: HttpRequest, is_for_first_factor: bool) -> bool:
    """Nobody has a password to give in the demo, and so nothing to prove as long as no factor was set up."""
    person, proved = cast(Person, request.user), _read_proof(request)
    if proved == WHOLE:
        return True
    will_do = (is_for_first_factor and proved == COMPANY_ALONE) or (settings.DEMO and person.organization.is_demo)
    return will_do and not has_second_factor(person)


def _ask(request: Request, form: ProofForm, is_for_first_factor: bool, *, kept: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=403)
        answer["HX-Redirect"] = request.headers.get("HX-Current-URL", "/")
        return answer
    context = {"form": form, "kept": kept, "has_files": bool(request.FILES), "back": _where_they_were(request)}
    if not form.has_second_factor:
        context["proving_ways"] = _list_proving_ways(request, is_for_first_factor)
        context["may_set_up"] = _may_set_up(request, is_for_first_factor)
    return render(request, "accounts/step_up.html", context)


def _where_they_were(request: Request) -> str:
    """The page that led here, also after a slip; empty where it is none of ours."""
    told = request.POST.get("back") if PROVING in request.POST else request.META.get("HTTP_REFERER")
    return told if told and is_own_page(told, request) else ""


def _may_set_up(request: Request, is_for_first_factor: bool) -> bool:
    """Whoever came in by a company's sign-in may know no password of ours, and has nothing that proves enough here."""
    proofs = get_authentication_records(request, request.user)
    by_company = any(proof["method"] == ProvedBy.COMPANY and not proof.get("is_strong") for proof in proofs)
    return by_company and not is_for_first_factor


def _list_proving_ways(request: Request, is_for_first_factor: bool) -> list[SignInWay]:
    """A company's sign-in that asks for no second factor itself leads to setting one up, and no further."""
    ways = [way for way in list_ways(request) if way.proves_anew and way.may_prove_for(request.user)]
    return [way for way in ways if is_for_first_factor or way.is_strong_for(request.user)]


def _keep(request: HttpRequest) -> str:
    if request.method != "POST" or request.FILES:
        return ""
    return keep_form(request.POST.urlencode(), session=name_of_session(request), path=request.path)


def _send_on(request: HttpRequest, view: View[P], *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    kept = read_kept_form(request.POST.get("kept", ""), session=name_of_session(request), path=request.path)
    if kept is None:
        return redirect(request.get_full_path())
    request.POST = QueryDict(kept)  # as it was when it was sent first
    return view(request, *args, **kwargs)


def _name_of(session_key: str) -> str:
    return salted_hmac(_SALT, session_key, algorithm="sha256").hexdigest()[:32]
