"""For those who look after the hints: what was reported, and what was taken off. Neither authors nor reporters."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from aizuchi.hints import policies
from aizuchi.hints.cards import HintCard, full
from aizuchi.hints.models import Hint, HintQuerySet, Report
from aizuchi.kernel.permissions import require
from aizuchi.people.models import Person

MOST = 100


@dataclass(frozen=True, kw_only=True)
class Complaint:
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A hint, and what colleagues say about it."""

    card: HintCard
    complaints: list[Complaint]
    because: str
    may_decide: bool


def list_cases(*, viewer: Person, now: datetime.datetime) -> list[Case]:
    """Reported and not decided, the longest waiting first. PermissionDenied for those who do not look after hints."""
    require(policies.may_look_after_hints(viewer, now))
    hints = list(full(_reported(viewer), viewer=viewer)[:MOST])
    reports = Report.objects.filter(hint__in=hints, decided_at__isnull=True).order_by("created_at")
    told: dict[uuid.UUID, list[Complaint]] = {}
    for report in reports:
        told.setdefault(report.hint_id, []).append(
            Complaint(reason=str(report.get_reason_display()), words=report.words)
        )
    by_key = {hint.pk: hint for hint in hints}
    return [_case(by_key[key], complaints, viewer, now) for key, complaints in told.items()]


def list_hidden(*, viewer: Person, now: datetime.datetime) -> list[Case]:
    """Taken off, the latest first."""
    require(policies.may_look_after_hints(viewer, now))
    hidden = _ours(viewer).filter(hidden_at__isnull=False, retired_at__isnull=True)
    return [_case(hint, [], viewer, now) for hint in full(hidden, viewer=viewer).order_by("-hidden_at")[:MOST]]


def count_cases(*, viewer: Person) -> int:
    """For the mark in the menu; callers know that the viewer looks after hints."""
    return _reported(viewer).count()


def _reported(viewer: Person) -> HintQuerySet:
    waiting = Report.objects.filter(hint=OuterRef("pk"), decided_at__isnull=True)
    return _ours(viewer).published().filter(Exists(waiting))


def _ours(viewer: Person) -> HintQuerySet:
    return Hint.objects.filter(organization_id=viewer.organization_id)


def _case(hint: Hint, complaints: list[Complaint], viewer: Person, now: datetime.datetime) -> Case:
    return Case(
        card=HintCard.of(hint, viewer=viewer),
        complaints=complaints,
        because=hint.hidden_because,
        may_decide=policies.may_decide_on(viewer, hint, now),
    )
