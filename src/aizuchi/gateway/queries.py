"""What administrators see of connectors."""

import datetime
import uuid
import zoneinfo
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aizuchi.gateway.models import Connector, ConnectorChange, ConnectorToken, HeldChange, Misfit, ScheduledFile
from aizuchi.gateway.operations.connectors import mark_of
from aizuchi.gateway.whole_files import LINES, WHOLE_FILE, read_problem, say_lines
from aizuchi.kernel.days import midnight
from aizuchi.people.endings import ConsideredChange, Endings, what_would_end
from aizuchi.people.events import SupervisorChange
from aizuchi.people.models import Person, ReportingLine

MOST_LINES = 50
MOST_LABELS = 5
DAY = datetime.timedelta(days=1)
LOOKS = datetime.timedelta(minutes=10)
Kind = HeldChange.Kind

REASONS: dict[str, Promise | str] = {
    "unit": gettext_lazy("The unit “%(value)s” is not found. Whoever is new is here without one; others keep theirs."),
    "manager": gettext_lazy(
        "The supervisor “%(value)s” is not found. Whoever is new is here without one; others keep theirs."
    ),
    "address_of_administrator": gettext_lazy(
        "Only an administrator changes the mail address of administrators, HR and those who come in without the "
        "company's sign-in, on that person's page. Everything else was applied."
    ),
    "address_elsewhere": gettext_lazy(
        "This mail address can't be used here. Everything else was applied; "
        "please enter another address on that person's page."
    ),
    "uniqueness": gettext_lazy("Somebody else has the same already: %(value)s"),
    "refused": gettext_lazy("%(value)s"),
}


@dataclass(frozen=True, kw_only=True)
class MisfitLine:
    """One reason, and whatever did not fit because of it."""

    sentence: str
    labels: list[str]
    more: int
    latest_at: datetime.datetime


@dataclass(frozen=True, kw_only=True)
class HeldLine:
    kind: str
    person: Person | None
    what: str


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What ends if all that waits is let through: asked before it is done."""

    leaving: int
    losing_supervisor: int
    """Of those who stay: theirs leaves, or is taken away."""
    endings: Endings


@dataclass(frozen=True, kw_only=True)
class ConnectorPage:
    connector: Connector
    state: str
    tone: str
    yesterday: dict[str, int]
    today: dict[str, int]
    tokens: list[ConnectorToken]
    misfits: list[MisfitLine]
    misfit_count: int
    held: list[HeldLine]
    held_counts: dict[str, int]
    weight: Weight
    mark: str


def list_connectors(viewer: Person, *, now: datetime.datetime) -> list[tuple[Connector, str, str]]:
    connectors = Connector.objects.visible_to(viewer).order_by("name")
    return [(connector, *say_state(connector)) for connector in connectors]


def say_state(connector: Connector) -> tuple[str, str]:
    """In words, and their tone."""
    if connector.stopped_at:
        return _("stopped"), "outline"
    if connector.held_at:
        return _("waits for you"), "look"
    if connector.mode == Connector.Mode.SHOWS:
        return _("only shows"), "outline"
    if connector.used_at is None:
        return _("nothing has come yet"), "outline"
    return _("connected"), "done"


def read_connector(viewer: Person, connector_id: uuid.UUID, *, now: datetime.datetime) -> ConnectorPage:
    connector = Connector.objects.visible_to(viewer).select_related("organization").filter(pk=connector_id).first()
    if connector is None:
        raise Http404
    state, tone = say_state(connector)
    today = connector.organization.today(now)
    held = HeldChange.objects.filter(connector=connector)
    misfits = Misfit.objects.filter(connector=connector).order_by("-latest_at")
    order = [Kind.LEAVE, Kind.UNSUPERVISE, Kind.ADD, Kind.RETURN, Kind.CHANGE, Kind.GROUP]
    rows = sorted(held.select_related("person")[:500], key=lambda row: order.index(Kind(row.kind)))
    return ConnectorPage(
        connector=connector,
        state=state,
        tone=tone,
        yesterday=_count(connector, today - DAY),
        today=_count(connector, today),
        tokens=list(
            ConnectorToken.objects.filter(Q(until=None) | Q(until__gt=now), connector=connector).order_by("-created_at")
        ),
        misfits=_say_misfits(misfits)[:MOST_LINES],
        misfit_count=misfits.count(),
        held=[HeldLine(kind=row.kind, person=row.person, what=row.what) for row in rows[:MOST_LINES]],
        held_counts=dict(Counter(held.values_list("kind", flat=True))),
        weight=weigh(connector, now=now),
        mark=mark_of(connector),
    )


def weigh(connector: Connector, *, now: datetime.datetime) -> Weight:
    today = connector.organization.today(now)
    endings = HeldChange.objects.filter(connector=connector, kind__in=[Kind.LEAVE, Kind.UNSUPERVISE])
    held = [(row.kind, row.person) for row in endings.select_related("person") if row.person]
    here = [(kind, person) for kind, person in held if person.is_still_here_on(today)]
    leaving = {person.pk for kind, person in here if kind == Kind.LEAVE}
    lines = ReportingLine.objects.on(today).exclude(person__in=leaving)
    taken = lines.filter(person__in=[person.pk for kind, person in here if kind == Kind.UNSUPERVISE])
    losing = set(taken.values_list("person", flat=True))
    left_alone = lines.filter(supervisor__in=leaving, person__in=Person.objects.present_on(today))
    return Weight(
        leaving=len(leaving),
        losing_supervisor=len(losing | set(left_alone.values_list("person", flat=True))),
        endings=_foretell(connector, leaving, losing, now),
    )


def _foretell(connector: Connector, leaving: set[uuid.UUID], losing: set[uuid.UUID], now: datetime.datetime) -> Endings:
    if not (leaving or losing):
        return Endings()
    today = connector.organization.today(now)
    change = ConsideredChange(
        supervisors=tuple(SupervisorChange(person_id, None, today) for person_id in losing),
        departures=tuple((person_id, today - DAY) for person_id in leaving),
    )
    return what_would_end(connector.organization, change, now=now)


def _count(connector: Connector, date: datetime.date) -> dict[str, int]:
    """People added, changed and left on that day of the organization's; once each."""
    zone = zoneinfo.ZoneInfo(connector.organization.time_zone)
    begins = midnight(date, zone)
    rows = ConnectorChange.objects.filter(connector=connector, at__gte=begins, at__lt=begins + DAY)
    people: dict[str, set[uuid.UUID]] = {"added": set(), "changed": set(), "left": set()}
    shown = {"added": "added", "returned": "added", "changed": "changed", "unsupervised": "changed", "left": "left"}
    for kind, person_id in rows.values_list("kind", "person"):
        people[shown[kind]].add(person_id)
    return {name: len(found) for name, found in people.items()}


def _say_misfits(misfits: Iterable[Misfit]) -> list[MisfitLine]:
    """Equal ones together, in the order in which they come."""
    by_sentence: dict[str, list[Misfit]] = {}
    for misfit in misfits:
        by_sentence.setdefault(_say_reason(misfit), []).append(misfit)
    return [
        MisfitLine(
            sentence=sentence,
            labels=[misfit.label for misfit in some[:MOST_LABELS]],
            more=max(0, len(some) - MOST_LABELS),
            latest_at=some[0].latest_at,
        )
        for sentence, some in by_sentence.items()
    ]


def _say_refusal(told: str) -> str:
    """What the directory was answered, in the reader's language: a sentence, and perhaps of what it speaks."""
    whole = _(told) if told else ""
    sentence, colon, about = told.partition(": ")
    if whole != told or not colon:
        return whole
    return _("%(sentence)s (%(detail)s)") % {"sentence": _(sentence), "detail": about}


def _say_reason(misfit: Misfit) -> str:
    value = _say_refusal(misfit.detail) if misfit.reason in ("refused", "uniqueness") else misfit.detail
    return str(REASONS.get(misfit.reason, "%(value)s")) % {"value": value}


FAULTS: dict[str, Promise | str] = {
    "answer": gettext_lazy("The address answered otherwise than with a file (%(detail)s)."),
    "no_answer": gettext_lazy("The address did not answer in time."),
    "inside": gettext_lazy("The address lies in this network, and none of those is asked."),
    "secret": gettext_lazy("The secret can't be opened any more. Please enter it once more."),
    "no_folder": gettext_lazy("There is no folder %(detail)s on the server."),
    "folder_closed": gettext_lazy("Aizuchi may not read the folder %(detail)s on the server."),
    "no_file": gettext_lazy("There is no file of that name in the folder."),
    "too_large": gettext_lazy("The file is larger than 20 MB."),
    "columns": gettext_lazy(
        "These columns may say who has left, and nobody said how to read them: %(detail)s. "
        "Import the file by hand once; what you choose there is remembered."
    ),
    # of before, when only the numbers of lines were kept
    "refused": gettext_lazy("Nothing was imported: these lines do not fit (%(detail)s). By hand you see all of it."),
    "nobody": gettext_lazy("There is no administrator whom it could wait for."),
}


@dataclass(frozen=True, kw_only=True)
class FileLine:
    scheduled: ScheduledFile
    state: str
    tone: str
    sentence: str
    counts: dict[str, int]
    is_looked_at: bool
    """Just now; not for ever, if nobody comes to it."""
    next_on: datetime.date | None


def list_files(viewer: Person, *, now: datetime.datetime) -> list[FileLine]:
    files = ScheduledFile.objects.visible_to(viewer).select_related("waiting", "organization").order_by("name")
    return [_say_file(one, now) for one in files]


def say_fault(reason: str, detail: str) -> str:
    if reason == WHOLE_FILE:
        return _("Nothing was imported. %(sentence)s") % {"sentence": read_problem(detail).sentence}
    if reason == LINES:
        return _("Nothing was imported. What does not fit: %(places)s. Import the file by hand to see why.") % {
            "places": say_lines(detail)
        }
    return str(FAULTS.get(reason, "")) % {"detail": detail} if reason else ""


def _say_file(scheduled: ScheduledFile, now: datetime.datetime) -> FileLine:
    is_looked_at = scheduled.asked_at is not None and now - scheduled.asked_at < LOOKS
    state, tone = (_("is being looked at"), "outline") if is_looked_at else _state_of_file(scheduled)
    summary = scheduled.summary
    counts = {"added": summary.get("added", 0), "changed": summary.get("changed", 0), "left": summary.get("ended", 0)}
    return FileLine(
        scheduled=scheduled,
        state=state,
        tone=tone,
        sentence=say_fault(scheduled.fault, scheduled.fault_detail),
        counts=counts if summary else {},
        is_looked_at=is_looked_at,
        next_on=_next_day_of(scheduled, now) if scheduled.is_on else None,
    )


def _next_day_of(scheduled: ScheduledFile, now: datetime.datetime) -> datetime.date:
    """On which it is looked at next, from its hour on."""
    today: datetime.date = scheduled.organization.today(now)
    was_today = scheduled.tried_on is not None and scheduled.tried_on >= today
    return today + DAY if was_today else today


def _state_of_file(scheduled: ScheduledFile) -> tuple[str, str]:
    if not scheduled.is_on:
        return _("stopped"), "outline"
    words = {
        ScheduledFile.State.NEW: (_("nothing has come yet"), "outline"),
        ScheduledFile.State.IMPORTED: (_("imported"), "done"),
        ScheduledFile.State.UNCHANGED: (_("nothing new"), "done"),
        ScheduledFile.State.WAITS: (_("waits for you"), "look"),
        ScheduledFile.State.FAILED: (_("not imported"), "look"),
    }
    return words[ScheduledFile.State(scheduled.state)]
