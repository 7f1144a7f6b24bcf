"""HR's view of pairs: who meets whom and how often, never a word."""

import datetime
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.export import ExportColumn, ExportTable, Typed, answer_with_table
from aizuchi.kernel.measure import read_page
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, refuse
from aizuchi.pairs.forms import StartForm, beginning
from aizuchi.pairs.operations import end_pair, start_pair
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.pairs.queries import PairFilter, find_candidates, list_pairs, stream_pairs
from aizuchi.people.queries import PersonCard
from aizuchi.people.requests import Request

SEATS = ("mentee", "mentor")
STATES = ("open", "coming", "ended")


@dataclass
class Choosing:
    """One of the two people on the form: what was typed, who it could be, who was chosen."""

    seat: str
    label: str
    name: str = ""
    chosen: str = ""
    candidates: list[PersonCard] = field(default_factory=list)
    error: str = ""


@login_required
@require_GET
def manage_pairs(request: Request) -> HttpResponse:
    today = _require_hr(request)
    wanted = _filter(request)
    listed = list_pairs(request.user.organization, wanted=wanted, page=read_page(request.GET.get("page")), on=today)
    context = {
        "listed": listed,
        "wanted": wanted,
        "query": urlencode({"kind": wanted.kind, "state": wanted.state, "q": wanted.name}),
        "kinds": [("", _("All kinds")), *PairKind.choices],
        "states": [("open", _("Going on")), ("coming", _("Coming")), ("ended", _("Ended"))],
    }
    return render(request, "pairs/manage.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start_new_pair(request: Request) -> HttpResponse:
    today = _require_hr(request)
    if request.method == "GET":
        return _ask(request, _unbound(request, today), _people(request, today))
    form, people = StartForm(request.POST), _people(request, today)
    mentee_id, mentor_id = (_choose(choosing) for choosing in people)
    if not form.is_valid() or mentee_id is None or mentor_id is None:
        return _ask(request, form, people, status=422)
    try:
        start_pair(
            actor=request.user,
            mentee_id=mentee_id,
            mentor_id=mentor_id,
            frame=form.frame(form.cleaned_data["kind"]),
            starts_on=form.cleaned_data["starts_on"],
            now=timezone.now(),
        )
    except Refusal as refusal:
        _place_refusal(refusal, form, people)
        return _ask(request, form, people, status=422)
    messages.success(request, _("The two can begin. Both find their 1on1 on their home page."))
    return redirect("pairs:manage")


@login_required
@require_GET
def find_people(request: Request) -> HttpResponse:
    """Candidates for one seat while a name is being typed."""
    today = _require_hr(request)
    seat = request.GET.get("seat", "")
    choosing = next((one for one in _people(request, today) if one.seat == seat), None)
    return render(request, "pairs/_candidates.html", {"choosing": choosing})


@login_required
@require_POST
def end_managed_pair(request: Request, pair_id: uuid.UUID) -> HttpResponse:
    _require_hr(request)
    end_pair(actor=request.user, pair_id=pair_id, now=timezone.now())
    messages.success(request, _("This 1on1 has ended. The two can still read what they shared."))
    return redirect("pairs:manage")


@login_required
@require_GET
def export_pairs(request: Request) -> HttpResponseBase:
    today = _require_hr(request)
    columns = (
        ExportColumn("kind", _("Kind")),
        ExportColumn("one", _("One")),
        ExportColumn("other", _("The other")),
        ExportColumn("cadence", _("How often")),
        ExportColumn("minutes", _("Minutes"), Typed.WHOLE),
        ExportColumn("from", _("From"), Typed.DAY),
        ExportColumn("until", _("Until"), Typed.DAY),
    )
    rows = (
        (
            *(pair.kind_label, pair.mentee.full_name, pair.mentor.full_name, pair.cadence_label),
            *(pair.minutes, pair.starts_on, pair.ended_on),
        )
        for pair in stream_pairs(request.user.organization, wanted=_filter(request), on=today)
    )
    return answer_with_table(request, ExportTable(name="pairs", columns=columns, rows=rows), on=today)


def _require_hr(request: Request) -> datetime.date:
    today = request.user.organization.today(timezone.now())
    require(may_manage_pairs(request.user, today))
    return today


def _filter(request: Request) -> PairFilter:
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "open")
    return PairFilter(
        kind=kind if kind in PairKind else "",
        state=state if state in STATES else "open",
        name=request.GET.get("q", "")[:100],
    )


def _people(request: Request, today: datetime.date) -> list[Choosing]:
    given = request.POST if request.method == "POST" else request.GET
    labels = {"mentee": _("One of the two (brings the topics)"), "mentor": _("The other (responds)")}
    people = [
        Choosing(
            seat=seat,
            label=labels[seat],
            name=given.get(f"{seat}_name", "")[:100],
            chosen=given.get(seat, ""),
        )
        for seat in SEATS
    ]
    for choosing in people:
        choosing.candidates = find_candidates(request.user, name=choosing.name, chosen=choosing.chosen, on=today)
    return people


def _choose(choosing: Choosing) -> uuid.UUID | None:
    """The chosen candidate, or the only one there is; otherwise an error beside the field."""
    found = [person for person in choosing.candidates if str(person.id) == choosing.chosen] or choosing.candidates
    if len(found) == 1:
        choosing.chosen = str(found[0].id)
        return found[0].id
    if not choosing.name:
        choosing.error = _("Please type a name.")
    elif found:
        choosing.error = _("Several people fit. Please choose one.")
    else:
        choosing.error = _("Nobody of this name works here. Please try a part of the name, or the reading.")
    return None


def _place_refusal(refusal: Refusal, form: StartForm, people: list[Choosing]) -> None:
    if refusal.field in form.fields:
        refuse(form, refusal)
    else:
        people[1].error = str(refusal)


def _unbound(request: Request, today: datetime.date) -> StartForm:
    initial = beginning(request.user.organization, today)
    return StartForm(initial=initial, usual_minutes=initial["minutes"])


def _ask(request: Request, form: StartForm, people: list[Choosing], *, status: int = 200) -> HttpResponse:
    return render(request, "pairs/start.html", {"form": form, "people": people}, status=status)
