import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.people.requests import Request
from aizuchi.programs.joining_form import read_ids, read_order
from aizuchi.programs.operations.joining import save_order
from aizuchi.programs.queries.choosing import ChoosingPage, get_choosing_page
from aizuchi.programs.queries.joining import find_people, list_vetoed


class OrderForm(forms.Form):
    vetoes = forms.Field(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@require_http_methods(["GET", "POST"])
@login_required
def choose(request: Request, program_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    page = get_choosing_page(request.user, program_id, now=now)
    if request.method != "POST":
        return _show(request, page, _begin(page))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        save_order(
            actor=request.user,
            program_id=program_id,
            wishes=() if request.POST.get("do") == "anybody" else read_order(request.POST),
            vetoes=read_ids(request.POST, "vetoes"),
            version=form.cleaned_data["version"],
            now=now,
        )
    except Refusal as refusal:
        refuse(form, refusal, version=page.own.version)
        return _show(request, page, form, status=409)
    name = request.POST.get("name", "").strip()
    if name and request.POST.get("do") in ("look", "stay"):
        page = get_choosing_page(request.user, program_id, now=now)
        return _show(request, page, _begin(page), looked=name)
    if request.POST.get("do") in ("tell", "anybody"):
        messages.success(request, _("Thank you. Your order has arrived."))
    return redirect("programs:choose", program_id)


def _begin(page: ChoosingPage) -> OrderForm:
    return OrderForm(initial={"version": page.own.version})


def _show(
    request: Request, page: ChoosingPage, form: OrderForm, *, looked: str = "", status: int = 200
) -> HttpResponse:
    today = request.user.organization.today(timezone.now())
    chosen = read_ids(request.POST, "vetoes") if form.is_bound else None
    vetoed = list_vetoed(request.user, page.own, on=today, chosen=chosen)
    context = {
        "page": page,
        "program": page.program,
        "form": form,
        "vetoed": vetoed,
        "looked": looked,
        "found": find_people(request.user, looked, but=[one.id for one in vetoed], on=today),
    }
    return render(request, "programs/choose.html", context, status=status)
