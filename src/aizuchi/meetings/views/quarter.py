"""Somebody with many 1on1s lays a whole quarter in one go."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from aizuchi.availability.finding.quarter import Occurrence, Stint
from aizuchi.availability.recurrence import Shift
from aizuchi.kernel.days import read_day, read_minute_of_day, read_moment
from aizuchi.kernel.measure import read_number
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings import operations
from aizuchi.meetings.forms import parse_moment
from aizuchi.meetings.operations import Date, PairPlan
from aizuchi.meetings.queries.quarter import judge_quarter, lay_out, list_pairs_to_plan, propose_quarter
from aizuchi.meetings.queries.scheduled_quarter import get_scheduled_quarter
from aizuchi.meetings.views.answers import changes, done
from aizuchi.pairs.models import Pair
from aizuchi.people.requests import Request

WEEKS = (4, 8, 13)
STINTS = 3
MOST_PAIRS, MOST_CELLS = 30, 400


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the form asks for."""

    chosen: frozenset[str]
    stints: tuple[Stint, ...]
    rows: tuple[dict[str, str], ...]
    first: datetime.date
    weeks: int
    shift: str


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponse:
    """GET asks and proposes; POST looks at a plan that was changed, and lays it once it is confirmed."""
    now = timezone.now()
    pairs = list_pairs_to_plan(viewer=request.user, on=timezone.localdate(now))
    data = request.POST if request.method == "POST" else request.GET
    wish = _read_wish(data, pairs, timezone.localdate(now))
    chosen = [pair for pair in pairs if str(pair.pk) in wish.chosen][:MOST_PAIRS]
    if request.method == "GET":
        return _render_quarter(
            request, wish, pairs, _propose(request, wish, chosen, now) if "stint-0-from" in data else None
        )
    seen = _read_plan(request.POST, chosen)
    judged = judge_quarter(
        viewer=request.user, pairs=chosen, occurrences=seen, first=wish.first, weeks=wish.weeks, now=now
    )
    collisions = str(sum(one.state == "taken" for one in judged))
    if request.POST.get("do") != "confirm" or request.POST.get("collisions") != collisions:
        return _render_quarter(request, wish, pairs, judged, chosen=chosen)
    free = [one for one in judged if one.state != "taken"]
    try:
        quarter = operations.schedule_quarter(actor=request.user, plans=plans_of(free, wish.shift), now=now)
    except Refusal as refusal:
        return _render_quarter(request, wish, pairs, judged, chosen=chosen, error=str(refusal))
    return redirect("meetings:quarter_set", quarter.pk)


@login_required
@require_GET
def quarter_set(request: Request, quarter_id: uuid.UUID) -> HttpResponse:
    """What was scheduled, and the way back."""
    quarter = operations.access_scheduled_quarter(viewer=request.user, quarter_id=quarter_id)
    found = get_scheduled_quarter(viewer=request.user, quarter=quarter, now=timezone.now())
    return render(request, "meetings/quarter_set.html", {"quarter": found})


@changes
def take_back(request: Request, quarter_id: uuid.UUID) -> HttpResponse:
    quarter = operations.access_scheduled_quarter(viewer=request.user, quarter_id=quarter_id)
    now = timezone.now()
    count = operations.take_back_quarter(actor=request.user, quarter_id=quarter_id, now=now)
    if now < quarter.tell_at:
        say = ngettext(
            "%(count)s 1on1 is taken back. No mail had gone out.",
            "%(count)s 1on1s are taken back. No mail had gone out.",
            count,
        )
    else:
        say = ngettext(
            "%(count)s 1on1 is taken back. The other is told once.",
            "%(count)s 1on1s are taken back. For each, the other is told once.",
            count,
        )
    return done(request, "state", back=reverse("meetings:quarter"), say=say % {"count": count})


def _propose(request: Request, wish: Wish, chosen: list[Pair], now: datetime.datetime) -> list[Occurrence]:
    return propose_quarter(
        viewer=request.user,
        pairs=chosen,
        stints=wish.stints,
        first=wish.first,
        weeks=wish.weeks,
        shift=wish.shift,
        now=now,
    )


def plans_of(occurrences: list[Occurrence], shift: str) -> list[PairPlan]:
    grouped: dict[tuple[uuid.UUID, str, int], list[Date]] = defaultdict(list)
    for one in occurrences:
        if one.starts_at:
            date = Date(occurrence_at=one.occurrence_at, starts_at=one.starts_at)
            grouped[one.key, one.rule, one.minutes].append(date)
    return [
        PairPlan(pair_id=key, rule=rule, minutes=minutes, dates=tuple(dates), shift=shift)
        for (key, rule, minutes), dates in grouped.items()
    ]


def _read_plan(data: QueryDict, pairs: list[Pair]) -> list[Occurrence]:
    """What is not ours, or no time, is left out: then it stands as left out in what is shown next."""
    minutes = {str(pair.pk): pair.minutes for pair in pairs}
    name_put, _equals, value_put = data.get("put", "").rpartition("=")
    instead = {name_put: value_put} if name_put else {}
    found = []
    for name in list(data)[: 2 * MOST_CELLS]:
        kind, key, occurrence, rule = (*name.split("|"), "", "", "")[:4]
        occurrence_at = parse_moment(occurrence)
        if kind != "at" or key not in minutes or occurrence_at is None:
            continue
        found.append(
            Occurrence(
                key=uuid.UUID(key),
                rule=rule,
                occurrence_at=occurrence_at,
                starts_at=read_moment(instead.get(name, data.get(name, ""))),
                minutes=minutes[key],
                state="ok",
            )
        )
    return found


def _read_wish(data: QueryDict, pairs: list[Pair], today: datetime.date) -> Wish:
    monday = today + datetime.timedelta(days=7 - today.weekday())
    rows = tuple(_read_row(data, number) for number in range(STINTS))
    weeks = data.get("weeks", "")
    return Wish(
        chosen=frozenset(data.getlist("pair")) if data else frozenset(str(pair.pk) for pair in pairs),
        stints=tuple(stint for row in rows if (stint := _read_stint(row))),
        rows=rows,
        first=max(today, read_day(data.get("first", "")) or monday),
        weeks=int(weeks) if weeks in map(str, WEEKS) else WEEKS[-1],
        shift=data.get("shift", "") if data.get("shift") in Shift.values else Shift.NEXT_DAY,
    )


def _read_row(data: QueryDict, number: int) -> dict[str, str]:
    usual = {"day": str((1, 3, "")[number]), "from": "09:00" if number < 2 else "", "to": "12:00" if number < 2 else ""}
    return {part: data.get(f"stint-{number}-{part}", usual[part] if not data else "") for part in usual}


def _read_stint(row: dict[str, str]) -> Stint | None:
    first, last = read_minute_of_day(row["from"]), read_minute_of_day(row["to"])
    weekday = read_number(row["day"], most=6)
    if first is None or last is None or weekday is None or first >= last:
        return None
    return Stint(weekday=weekday, starts_minute=first, ends_minute=last)


def _render_quarter(
    request: Request,
    wish: Wish,
    pairs: list[Pair],
    occurrences: list[Occurrence] | None,
    *,
    chosen: list[Pair] | None = None,
    error: str = "",
) -> HttpResponse:
    shown = chosen if chosen is not None else [pair for pair in pairs if str(pair.pk) in wish.chosen][:MOST_PAIRS]
    if occurrences == [] and not error:
        error = _("There is no date in it. Please choose a longer time or another day.")
    context = {
        "wish": wish,
        "pairs": [(pair, pair.partner_of(request.user), str(pair.pk) in wish.chosen) for pair in pairs],
        "partners": [pair.partner_of(request.user) for pair in shown],
        "plan": lay_out(
            viewer=request.user,
            pairs=shown,
            occurrences=occurrences,
            first=wish.first,
            weeks=wish.weeks,
            now=timezone.now(),
        )
        if occurrences
        else None,
        "weekdays": list(WEEKDAYS.items()),
        "lengths": WEEKS,
        "shifts": Shift.choices,
        "error": error,
    }
    return render(request, "meetings/quarter.html", context, status=422 if error else 200)
