import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from aizuchi.calendars.adapters.kinds import list_domain_wide
from aizuchi.calendars.adapters.microsoft import MAIN
from aizuchi.calendars.appointments import NotPossible
from aizuchi.calendars.credentials import open_credentials
from aizuchi.calendars.discovery import NotConnected, find_caldav_calendars, find_calendars_beside
from aizuchi.calendars.forms import CalDavForm
from aizuchi.calendars.models import CalendarQuestion, Connection
from aizuchi.calendars.operations import connections as operations
from aizuchi.calendars.operations.access import access_connection
from aizuchi.calendars.operations.connections import Account, ConnectedAlready
from aizuchi.calendars.operations.questions import answer_question
from aizuchi.calendars.policies import may_connect_spaces
from aizuchi.kernel.permissions import require
from aizuchi.kernel.proofs import posts_need_proof
from aizuchi.people.requests import Request
from aizuchi.spaces.models import MeetingSpace

Problem = Connection.Problem


@posts_need_proof
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_required
def connect_caldav(request: Request) -> HttpResponse:
    return _ask_for_account(request, back="calendars:settings")


@posts_need_proof
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@login_required
def connect_space_caldav(request: Request, space_id: uuid.UUID) -> HttpResponse:
    return _ask_for_account(request, back="spaces:list", space=_access_space(request, space_id))


@posts_need_proof
@require_POST
@login_required
def connect_space(request: Request, space_id: uuid.UUID, kind: str) -> HttpResponse:
    """With the installation's own rights: Google opens it for whoever connects, Microsoft as the room's own mailbox."""
    space = _access_space(request, space_id)
    if not space.email or kind not in dict(list_domain_wide()):
        raise Http404
    is_google = kind == Connection.Kind.GOOGLE
    account = Account(
        kind=kind,
        calendar=space.email if is_google else MAIN,
        account=(request.user.email or "") if is_google else space.email,
        is_domain_wide=True,
    )
    try:
        operations.connect_calendar(
            actor=request.user, account=account, credentials={}, now=timezone.now(), space_id=space.pk
        )
    except ConnectedAlready as problem:
        messages.warning(request, str(problem))
    return redirect("spaces:space", space.pk)


def _access_space(request: Request, space_id: uuid.UUID) -> MeetingSpace:
    """404 for another organization, 403 for colleagues who do not connect rooms."""
    space = get_object_or_404(MeetingSpace.objects.visible_to(request.user).select_related("organization"), pk=space_id)
    require(may_connect_spaces(request.user, space.organization, on=space.organization.today(timezone.now())))
    return space


def _ask_for_account(request: Request, *, back: str, space: MeetingSpace | None = None) -> HttpResponse:
    form = CalDavForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            found = find_caldav_calendars(**said)
            account = Account(
                kind=Connection.Kind.CALDAV,
                calendar=found[0].id,
                account=said["username"],
                server_url=said["server_url"],
            )
            operations.connect_calendar(
                actor=request.user,
                account=account,
                credentials={"username": said["username"], "password": said["password"]},
                now=timezone.now(),
                space_id=space.pk if space else None,
            )
        except NotConnected as problem:
            form.add_error("server_url", str(Problem(problem.problem).label))
        except ConnectedAlready as problem:
            form.add_error("server_url", str(problem))
        else:
            messages.success(request, _("“%(name)s” is connected.") % {"name": found[0].name})
            return redirect(back)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "space": space, "back": back}
    return render(request, "calendars/connect_caldav.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def connect_more(request: Request, connection_id: uuid.UUID) -> HttpResponse:
    """Other calendars of the same account, whose busy times count as well."""
    now = timezone.now()
    connection = access_connection(viewer=request.user, connection_id=connection_id, now=now)
    try:
        found = find_calendars_beside(connection)
    except NotConnected as problem:
        messages.warning(request, str(Problem(problem.problem).label))
        return redirect("calendars:settings")
    chosen = next((choice for choice in found if choice.id == request.POST.get("calendar")), None)
    if request.method == "POST" and chosen and connection.person_id:
        _connect_beside(request, connection, chosen.id)
        return redirect("calendars:settings")
    taken = set(Connection.objects.standing().visible_to(request.user).values_list("calendar", flat=True))
    choices = [choice for choice in found if choice.id not in taken]
    return render(request, "calendars/more.html", {"choices": choices, "connection_id": connection.pk})


@require_POST
@login_required
def disconnect(request: Request, connection_id: uuid.UUID) -> HttpResponse:
    is_space = operations.disconnect_calendar(actor=request.user, connection_id=connection_id, now=timezone.now())
    messages.success(request, _("Disconnected. The busy times read there are forgotten."))
    return redirect("spaces:list" if is_space else "calendars:settings")


@require_POST
@login_required
def try_again(request: Request, connection_id: uuid.UUID) -> HttpResponse:
    operations.try_again(actor=request.user, connection_id=connection_id, now=timezone.now())
    messages.success(request, _("We're looking. Open this page again in a moment."))
    return redirect("calendars:settings")


@require_POST
@login_required
def write_here(request: Request, connection_id: uuid.UUID) -> HttpResponse:
    operations.write_into(actor=request.user, connection_id=connection_id, now=timezone.now())
    return redirect("calendars:settings")


@require_POST
@login_required
def answer(request: Request, question_id: uuid.UUID) -> HttpResponse:
    said = request.POST.get("answer", "")
    chosen = said if said in CalendarQuestion.Answer.values else CalendarQuestion.Answer.KEEP
    try:
        answer_question(actor=request.user, question_id=question_id, answer=chosen, now=timezone.now())
    except NotPossible as refusal:
        messages.warning(request, str(refusal) or _("That can't be done any more."))
    return redirect("home" if request.POST.get("back") == "home" else "calendars:settings")


def _connect_beside(request: Request, connection: Connection, calendar: str) -> None:
    account = Account(
        kind=connection.kind,
        calendar=calendar,
        account=connection.account,
        server_url=connection.server_url,
        is_domain_wide=connection.is_domain_wide,
    )
    try:
        operations.connect_calendar(
            actor=request.user, account=account, credentials=open_credentials(connection), now=timezone.now()
        )
    except ConnectedAlready as problem:
        messages.warning(request, str(problem))
