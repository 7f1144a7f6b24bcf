"""Where somebody says what they want to be told."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.kernel.measure import Limits, read_json
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.notifications import push
from aizuchi.notifications.chat_addresses import NotAChatAddress, connect_chat, disconnect_chat
from aizuchi.notifications.choices import choose_notices, choose_timing, stop_notices
from aizuchi.notifications.forms import TimingForm, WebhookForm
from aizuchi.notifications.models import Channel
from aizuchi.notifications.notification_types import get_notification_type
from aizuchi.notifications.queries import read_notice_page
from aizuchi.notifications.stopping import BrokenStopLink, Stop, read_stop_link
from aizuchi.people.models import Person
from aizuchi.people.requests import Request
from aizuchi.people.time_zones import say_time_zone
from aizuchi.ui.build import DIST, find_island

CHATS = (Channel.SLACK, Channel.TEAMS)
SUBSCRIPTION = Limits(size=8192, depth=4, values=40)


@require_GET
@login_required
def show(request: Request) -> HttpResponse:
    return _render_settings(request)


@require_POST
@login_required
def choose(request: Request) -> HttpResponse:
    wanted = {
        (notification_type, channel)
        for notification_type, _colon, channel in (name.partition(":") for name in request.POST)
    }
    channels = set(request.POST.getlist("shown")) & set(Channel.values)
    choose_notices(actor=request.user, wanted=wanted, channels=channels, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("notifications:show")


@require_POST
@login_required
def choose_times(request: Request) -> HttpResponse:
    form = TimingForm(request.POST)
    if not form.is_valid():
        return _render_settings(request, timing=form, status=422)
    choose_timing(actor=request.user, timing=form.read(), now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("notifications:show")


@posts_need_proof
@require_POST
@login_required
def connect(request: Request, channel: str) -> HttpResponse:
    if channel not in CHATS:
        raise Http404
    form = WebhookForm(request.POST)
    try:
        if form.is_valid():
            connect_chat(actor=request.user, channel=channel, url=form.cleaned_data["url"], now=timezone.now())
            messages.success(request, _("%(chat)s is connected.") % {"chat": Channel(channel).label})
            return redirect("notifications:show")
    except NotAChatAddress:
        told = _("This is no webhook address of %(chat)s. Copy it whole, from https:// on.")
        form.add_error("url", told % {"chat": Channel(channel).label})
    return _render_settings(request, webhook=form, webhook_channel=channel, status=422)


@require_POST
@login_required
def disconnect(request: Request, channel: str) -> HttpResponse:
    disconnect_chat(actor=request.user, channel=channel, now=timezone.now())
    messages.success(request, _("%(chat)s is no longer connected.") % {"chat": dict(Channel.choices).get(channel, "")})
    return redirect("notifications:show")


@require_POST
@login_required
def subscribe(request: Request) -> HttpResponse:
    """From the island, with what the browser's push service gave it."""
    try:
        info = read_json(request.body, SUBSCRIPTION)
        push.subscribe(actor=request.user, info=info, device=_say_device(request), now=timezone.now())
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    return JsonResponse({"ok": True}, status=201)


@require_POST
@login_required
def unsubscribe(request: Request, subscription_id: uuid.UUID) -> HttpResponse:
    push.unsubscribe(actor=request.user, subscription_id=subscription_id, now=timezone.now())
    messages.success(request, _("That browser stays quiet from now on."))
    return redirect("notifications:show")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows pushed notices. Its address must never change, unlike those of all other scripts."""
    built = find_island("push_worker")
    if built is None:
        raise Http404
    answer = HttpResponse(
        (DIST / built.address.rpartition("/")[2]).read_bytes(), content_type="text/javascript; charset=utf-8"
    )
    answer["Cache-Control"] = "no-cache"
    return answer


@csrf_exempt  # a mail program presses this for its reader (RFC 8058); it can only make things quieter
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        asked = read_stop_link(token)
    except BrokenStopLink:
        return render(request, "notifications/stop.html", {"is_broken": True}, status=404)
    person = Person.objects.filter(pk=asked.person_id).first()
    if person:
        translation.activate(person.language)
    is_done = request.method == "POST"
    if is_done:
        stop_notices(
            person_id=asked.person_id,
            notification_type=asked.notification_type,
            channel=asked.channel,
            now=timezone.now(),
        )
    return render(request, "notifications/stop.html", {"what": _say_what(asked), "is_done": is_done})


def _render_settings(
    request: Request,
    *,
    timing: TimingForm | None = None,
    webhook: WebhookForm | None = None,
    webhook_channel: str = "",
    status: int = 200,
) -> HttpResponse:
    page = read_notice_page(viewer=request.user)
    context = {
        "page": page,
        "timing": timing or TimingForm(instance=page.settings),
        "chats": [
            {
                "value": chat.value,
                "label": chat.label,
                "is_connected": chat.value in page.chats,
                "form": webhook if webhook and webhook_channel == chat else WebhookForm(auto_id=f"{chat.value}_%s"),
            }
            for chat in CHATS
        ],
        "push_key": push.public_key(),
        "time_zone": say_time_zone(request.user.time_zone),
    }
    return render(request, "notifications/choices.html", context, status=status)


def _say_what(asked: Stop) -> str:
    notification_type = get_notification_type(asked.notification_type)
    return str(notification_type.label) if notification_type else ""


def _say_device(request: Request) -> str:
    """Firefox, Chrome, …: enough to tell one's own apart."""
    agent = request.headers.get("User-Agent", "")
    names = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}
    browser = next((name for sign, name in names.items() if sign in agent), "")
    system = next((name for sign, name in systems.items() if sign in agent), "")
    return " · ".join(part for part in (browser, system) if part) or _("A browser")
