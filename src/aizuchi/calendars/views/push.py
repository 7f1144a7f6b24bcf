"""Calls from Google and Microsoft that something changed in a calendar. They carry nothing but that."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from aizuchi.calendars.models import Connection
from aizuchi.calendars.operations.sync_requests import request_sync
from aizuchi.calendars.syncing.channels import hash_secret
from aizuchi.kernel.bodies import takes_up_to
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json

LARGEST = 256 * 1024
MOST_AT_ONCE = 1000
LIMITS = Limits(size=LARGEST, values=50_000)


@csrf_exempt
@takes_up_to(LARGEST)
@require_POST
def hear_google(request: HttpRequest) -> HttpResponse:
    """The same answer whether we know the channel or not."""
    state = request.headers.get("X-Goog-Resource-State", "")
    if state != "sync":  # that one only says that the channel stands
        _look_at(request.headers.get("X-Goog-Channel-ID", ""), request.headers.get("X-Goog-Channel-Token", ""))
    return HttpResponse(status=204)


@csrf_exempt
@takes_up_to(LARGEST)
@require_POST
def hear_microsoft(request: HttpRequest) -> HttpResponse:
    token = request.GET.get("validationToken", "")
    if token:  # the handshake: said back as plain text
        return HttpResponse(token[:2000], content_type="text/plain")
    for notice in _read_notices(request):
        _look_at(str(notice.get("subscriptionId", "")), str(notice.get("clientState", "")))
    return HttpResponse(status=202)


def _read_notices(request: HttpRequest) -> list[dict[str, object]]:
    try:
        value = read_json(request.body, LIMITS)["value"]
    except (TooMuch, NotReadable, KeyError, TypeError):
        return []
    return [notice for notice in value if isinstance(notice, dict)][:MOST_AT_ONCE] if isinstance(value, list) else []


def _look_at(channel_id: str, secret: str) -> None:
    connection = Connection.objects.filter(channel_id=channel_id).first() if channel_id else None
    if connection and secret and constant_time_compare(connection.channel_secret, hash_secret(secret)):
        request_sync(connection_id=connection.pk, now=timezone.now())
