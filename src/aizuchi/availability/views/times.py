"""How the week suits the one who is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aizuchi.availability.operations import preferences as operations
from aizuchi.availability.queries.preferences import get_own_times
from aizuchi.availability.week import Hours
from aizuchi.kernel.days import read_minute_of_day
from aizuchi.kernel.measure import read_number
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.requests import Request

MARGINS = (0, 5, 10, 15, 20, 30, 45, 60)


@require_GET
@login_required
def show(request: Request) -> HttpResponse:
    return _render_times(request)


@require_POST
@login_required
def paint(request: Request) -> HttpResponse:
    """Some hours, ticked in the grid or written out, and how they suit."""
    hours = _read_cells(request.POST) + _read_written(request.POST)
    try:
        operations.paint_times(actor=request.user, hours=hours, state=request.POST.get("state", ""), now=timezone.now())
    except Refusal as refusal:
        return _render_times(request, error=str(refusal))
    messages.success(request, _("Noted. Whoever looks for a time with you sees it from now on."))
    return redirect("availability:times")


@require_POST
@login_required
def set_margins(request: Request) -> HttpResponse:
    buffer, travel, preparation = (
        _read_margin(request.POST.get(name, "")) for name in ("buffer_minutes", "travel_minutes", "preparation_minutes")
    )
    try:
        operations.set_margins(
            actor=request.user,
            buffer_minutes=buffer,
            travel_minutes=travel,
            preparation_minutes=preparation,
            now=timezone.now(),
        )
    except Refusal as refusal:
        return _render_times(request, error=str(refusal))
    messages.success(request, _("Noted. Times are found with that much in between from now on."))
    return redirect("availability:times")


@require_POST
@login_required
def forget(request: Request) -> HttpResponse:
    operations.forget_times(actor=request.user, now=timezone.now())
    messages.success(request, _("Your week is the ordinary one again."))
    return redirect("availability:times")


def _render_times(request: Request, *, error: str = "") -> HttpResponse:
    context = {"times": get_own_times(request.user), "margins": MARGINS, "error": error, "typed": request.POST}
    return render(request, "availability/times.html", context, status=422 if error else 200)


def _read_cells(data: QueryDict) -> list[Hours]:
    """What is no cell of the week is left out; nothing at all is for the operation to refuse."""
    cells = [value.split("-") for value in data.getlist("cell")]
    numbers = [(read_number(cell[0], most=6), read_number(cell[1], most=23 * 60)) for cell in cells if len(cell) == 2]
    return [
        Hours(weekday, minute, minute + 60) for weekday, minute in numbers if weekday is not None and minute is not None
    ]


def _read_written(data: QueryDict) -> list[Hours]:
    """What ends before it starts reaches over midnight into the next day."""
    starts, ends = _read_minute(data.get("from", "")), _read_minute(data.get("to", ""))
    days = [day for text in data.getlist("day") if (day := read_number(text, most=6)) is not None]
    if starts is None or ends is None or starts == ends:
        return []
    if ends > starts:
        return [Hours(day, starts, ends) for day in days]
    over_night = [Hours((day + 1) % 7, 0, ends) for day in days] if ends else []
    return [*(Hours(day, starts, 24 * 60) for day in days), *over_night]


def _read_minute(text: str) -> int | None:
    minute = read_minute_of_day(text)
    return None if minute is None else minute // 5 * 5


def _read_margin(text: str) -> int:
    """What is no number is for the operation to refuse."""
    minutes = read_number(text, most=9999)
    return -1 if minutes is None else minutes
