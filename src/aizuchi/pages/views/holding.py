import csv as comma_separated

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aizuchi.pages.queries import holding as queries
from aizuchi.people.requests import Request


@require_GET
@login_required
def holding(request: Request) -> HttpResponse:
    name = request.GET.get("q", "")[:100]
    found = queries.get_holding(viewer=request.user, now=timezone.now(), name=name, page=request.GET.get("page", "1"))
    return render(request, "pages/holding.html", {"holding": found, "name": name})


@require_GET
@login_required
def csv(request: Request) -> HttpResponse:
    now = timezone.now()
    facts = queries.stream_facts(viewer=request.user, now=now, name=request.GET.get("q", "")[:100])
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="1on1-{timezone.localdate(now):%Y-%m-%d}.csv"'
    answer.write("\ufeff")  # so that spreadsheets read Japanese
    rows = comma_separated.writer(answer)
    rows.writerow([_("Kind"), _("One"), _("The other"), _("On which day"), _("Did it take place?")])
    states = {
        queries.HELD: _("held"),
        queries.NOT_HELD: _("not held"),
        queries.AHEAD: _("to come"),
        queries.UNKNOWN: _("not known"),
    }
    for row, fact in facts:
        day = timezone.localdate(fact.starts_at)
        names = [_as_text(row.mentee.full_name), _as_text(row.mentor.full_name)]
        rows.writerow([row.kind_label, *names, day, states[fact.state]])
    return answer


def _as_text(words: str) -> str:
    """A spreadsheet takes words that begin like a formula for one."""
    return f"'{words}" if words[:1] in "=+-@\t\r" else words
