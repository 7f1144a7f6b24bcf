"""The first page of an empty installation."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.accounts.forms.first_run import FirstRunForm
from aizuchi.accounts.operations.installation import AlreadyStarted, start_installation
from aizuchi.accounts.proofs import ProvedBy
from aizuchi.accounts.setup_token import is_setup_token
from aizuchi.accounts.sign_in import sign_in_person
from aizuchi.people.models import Organization
from aizuchi.people.requests import Request


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    if Organization.objects.exists():
        raise Http404
    token = request.POST.get("token", "") or request.GET.get("token", "")
    if not is_setup_token(token):
        return render(request, "accounts/first_run_closed.html", status=403 if request.method == "POST" else 200)
    initial = {"language": translation.get_language(), "token": token}
    form = FirstRunForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/first_run.html", {"form": form})
    try:
        person = start_installation(
            **form.read_organization(), administrator=form.read_administrator(), now=timezone.now()
        )
    except AlreadyStarted as faster:
        raise Http404 from faster
    return sign_in_person(request, person, proved_by=ProvedBy.FIRST_RUN, then=reverse("first_run_done"))


@require_GET
@login_required
def choose_what_next(request: Request) -> HttpResponse:
    return render(request, "accounts/first_run_done.html")
