import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aizuchi.pages.pdf import NoPaper, make_pdf
from aizuchi.pages.queries.minutes import Minutes, get_minutes
from aizuchi.people.requests import Request


@require_GET
@login_required
def minutes(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    found = get_minutes(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    return render(request, "pages/minutes.html", {"minutes": found})


@require_GET
@login_required
def pdf(request: Request, meeting_id: uuid.UUID) -> HttpResponse:
    found = get_minutes(viewer=request.user, meeting_id=meeting_id, now=timezone.now())
    try:
        context = {"minutes": found, "language": request.user.language}
        content = make_pdf("pages/minutes_sheet.html", context, styles="minutes")
    except NoPaper:
        messages.error(request, _("This installation cannot make a PDF just now. You can print this page instead."))
        return redirect("minutes", meeting_id)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_name_file(found)}"'
    return answer


def _name_file(found: Minutes) -> str:
    """Says when, and neither who nor what: a file name travels further than the file."""
    day = timezone.localdate(found.row.starts_at) if found.row.starts_at else timezone.localdate()
    return f"1on1-{day:%Y-%m-%d}.pdf"
