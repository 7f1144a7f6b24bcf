"""From how many people on anything is told. HR may ask for more, never for fewer."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from aizuchi.anonymous_answers.models import GroupSize
from aizuchi.feedback import policies
from aizuchi.feedback.operations.sizes import raise_group_sizes
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

MOST = 50


class SizesForm(forms.Form):
    k_band = forms.IntegerField(
        label=gettext_lazy("People behind the one-word tendency, at least"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    k_mean = forms.IntegerField(
        label=gettext_lazy("People behind strengths, sums and lines, at least"),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def sizes(request: Request) -> HttpResponse:
    now, organization = timezone.now(), request.user.organization
    require(policies.may_raise_group_sizes(request.user, organization.today(now)))
    size = GroupSize.objects.filter(organization=organization).first() or GroupSize(organization=organization)
    form = SizesForm(request.POST or None, initial={"k_band": size.k_band, "k_mean": size.k_mean})
    if request.method == "POST" and form.is_valid():
        try:
            raise_group_sizes(actor=request.user, now=now, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It holds from the next fortnight on."))
            return redirect("feedback:sizes")
    status = 422 if form.is_bound else 200
    return render(request, "feedback/sizes.html", {"form": form, "size": size}, status=status)
