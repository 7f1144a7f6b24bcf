"""How people sign in, said by an administrator; and help for whoever lost their second factor."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.accounts.forms.policy import PolicyForm
from aizuchi.accounts.operations.factors import reset_factors
from aizuchi.accounts.operations.policy import set_sign_in_policy
from aizuchi.accounts.policies import may_reset_factors, may_set_sign_in_policy
from aizuchi.accounts.queries.sign_in_settings import find_people_with_factor, read_sign_in_settings
from aizuchi.accounts.step_up import fresh_proof_required
from aizuchi.accounts.ways import list_ways
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.queries.access import access_person
from aizuchi.people.requests import Request


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def set_policy(request: Request) -> HttpResponse:
    now = timezone.now()
    today = request.user.organization.today(now)
    require(may_set_sign_in_policy(request.user, request.user.organization, on=today))
    shown = read_sign_in_settings(request.user, on=today)
    offers_company = bool(list_ways(request)) or shown.policy.only_company_sign_in
    form = PolicyForm(request.POST or None, shown=shown, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            wanted = form.read(offers_company=offers_company)
            set_sign_in_policy(actor=request.user, now=now, current_key=request.session.session_key, **wanted)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("From now on people sign in that way."))
            return redirect("accounts:policy")
    name = request.GET.get("q", "").strip()
    context = {
        "form": form,
        "shown": shown,
        "offers_company": offers_company,
        "name": name,
        "found": find_people_with_factor(request.user, name=name, on=today) if name else None,
    }
    return render(request, "accounts/policy.html", context)


@fresh_proof_required
@require_http_methods(["GET", "POST"])
@login_required
def reset(request: Request, person_id: uuid.UUID) -> HttpResponse:
    person = access_person(request.user, person_id)
    now = timezone.now()
    require(may_reset_factors(request.user, person, on=person.organization.today(now)))
    if request.method != "POST":
        return render(request, "accounts/factor_reset.html", {"person": person})
    try:
        reset_factors(person_id=person.pk, actor=request.user, now=now)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("It is taken off. A mail with a link is on its way to them."))
    return redirect("accounts:policy")
