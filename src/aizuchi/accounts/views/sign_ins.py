"""Who came in and when, and where it was tried in vain, for administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aizuchi.accounts.policies import may_read_sign_ins
from aizuchi.accounts.queries.sign_ins import list_sign_ins
from aizuchi.kernel.measure import read_page
from aizuchi.kernel.permissions import require
from aizuchi.people.requests import Request


@require_GET
@login_required
def show_sign_ins(request: Request) -> HttpResponse:
    organization = request.user.organization
    require(may_read_sign_ins(request.user, organization, on=organization.today(timezone.now())))
    name, only_failed = request.GET.get("q", "").strip(), bool(request.GET.get("failed"))
    number = read_page(request.GET.get("page", ""))
    lines, page = list_sign_ins(organization, name=name, only_failed=only_failed, number=number)
    context = {"lines": lines, "page": page, "name": name, "only_failed": only_failed}
    return render(request, "accounts/sign_ins.html", context)
