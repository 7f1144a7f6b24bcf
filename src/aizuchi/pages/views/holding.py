import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.export import ExportColumn, ExportTable, Typed, answer_with_table
from aizuchi.pages.operations import Offered, offer_hand
from aizuchi.pages.queries import holding as queries
from aizuchi.pairs.models import Pair
from aizuchi.people.requests import Request


class Asked(forms.Form):
    """What makes no sense was not asked for."""

    q = forms.CharField(required=False)
    unit = forms.UUIDField(required=False)
    period = forms.ChoiceField(required=False, choices=[(code, code) for code in queries.PERIODS])
    kind = forms.ChoiceField(required=False, choices=PairKind.choices)
    long = forms.BooleanField(required=False)
    undated = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.is_valid()

    def wanted(self) -> queries.Wanted:
        said = self.cleaned_data
        return queries.Wanted(
            name=said.get("q", "")[:100],
            unit_id=said.get("unit"),
            period=said.get("period") or "half",
            kind=said.get("kind", ""),
            is_long=said.get("long", False),
            is_undated=said.get("undated", False),
        )


@require_GET
@login_required
def holding(request: Request) -> HttpResponse:
    found = queries.get_holding(
        viewer=request.user,
        now=timezone.now(),
        wanted=Asked(request.GET).wanted(),
        page=request.GET.get("page", "1"),
    )
    context = {
        "holding": found,
        "units": [("", _("All units")), *found.units],
        "periods": [
            ("half", _("The last half year")),
            ("quarter", _("The last quarter")),
            ("year", _("The last year")),
        ],
        "kinds": [("", _("All kinds")), *PairKind.choices],
    }
    is_part = (request.htmx.target or "").endswith("#found")
    return render(request, f"pages/holding.html{'#found' if is_part else ''}", context)


@require_POST
@login_required
def offer(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    try:
        offered = offer_hand(pair_id=pair_id, actor=request.user, now=timezone.now())
    except Pair.DoesNotExist as error:
        raise Http404 from error
    if offered == Offered.NOW:
        messages.success(request, _("Both will hear of it, at a time that suits them. It does not say who offered it."))
    elif offered == Offered.BEFORE:
        messages.info(request, _("Both heard of it this week already."))
    else:
        messages.info(request, _("They have found a day meanwhile, or need no hand just now."))
    return redirect("holding")


@require_GET
@login_required
def download(request: Request) -> HttpResponseBase:
    now = timezone.now()
    columns = (
        ExportColumn("unit", _("Unit")),
        ExportColumn("kind", _("Kind")),
        ExportColumn("one", _("One")),
        ExportColumn("other", _("The other")),
        ExportColumn("on", _("On which day"), Typed.DAY),
        ExportColumn("held", _("Did it take place?")),
    )
    facts = queries.stream_facts(viewer=request.user, now=now, wanted=Asked(request.GET).wanted())
    states = {
        queries.HELD: _("held"),
        queries.NOT_HELD: _("not held"),
        queries.AHEAD: _("to come"),
        queries.UNKNOWN: _("not known"),
    }
    rows = (
        (
            *(row.mentee.unit, row.kind_label, row.mentee.full_name, row.mentor.full_name),
            *(timezone.localdate(fact.starts_at), states[fact.state]),
        )
        for row, fact in facts
    )
    return answer_with_table(request, ExportTable(name="1on1", columns=columns, rows=rows), on=timezone.localdate(now))
