import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aizuchi.calendars.operations.feed import end_feed, make_feed_address, note_reading, open_feed, write_feed_of
from aizuchi.calendars.queries.settings import calendar_settings
from aizuchi.kernel.addresses import absolute
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.people.requests import Request


@require_safe
def serve_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendars, which do not sign in. Whoever asks with a token we do not know learns nothing."""
    now = timezone.now()
    address = open_feed(token)
    if address is None:
        raise Http404
    note_reading(address, now=now)
    text = write_feed_of(address, now=now)
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="1on1.ics"'
    response["ETag"] = etag
    answer: HttpResponse = get_conditional_response(request, etag=etag, response=response) or response
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@posts_need_proof
@require_POST
@login_required
@never_cache
def renew_feed(request: Request) -> HttpResponse:
    """Shows the address on this very page and on no other: only its hash is kept."""
    now = timezone.now()
    token = make_feed_address(actor=request.user, now=now)
    address = absolute(reverse("calendars:feed", args=[token]))
    context = {"page": calendar_settings(viewer=request.user, now=now), "feed_address": address}
    return render(request, "calendars/settings.html", context)


@require_POST
@login_required
def stop_feed(request: Request) -> HttpResponse:
    if end_feed(actor=request.user, now=timezone.now()):
        messages.success(request, _("That address leads nowhere any more."))
    return redirect("calendars:settings")
