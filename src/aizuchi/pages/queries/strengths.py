"""One's own strengths, and for where it is not easy yet, what worked for others."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.catalogue.models import PairKind
from aizuchi.catalogue.queries import CatalogueEntry, responses_for, topics_for
from aizuchi.feedback.policies import may_see_strengths
from aizuchi.feedback.queries.strengths import Field, Strengths
from aizuchi.feedback.queries.strengths import get_strengths as get_own_strengths
from aizuchi.growth.queries import ThankYouRow, list_received
from aizuchi.hints.queries import HintCard, best_for, hint_of_the_day
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.people.models import Person
from aizuchi.ui.formatting import format_long_day

HINTS = 3
LETTERS = 3
ASKED = 3


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a mentor knows anyway, while there is no number."""

    held: int
    people: int
    asked: list[CatalogueEntry]
    thank_you_notes: list[ThankYouRow]


@dataclass(frozen=True, kw_only=True)
class StrengthsPage:
    strengths: Strengths
    title: str
    lead: str
    facts: Facts | None
    hints: list[HintCard]
    """For the weakest; some, where nothing is known."""
    hints_for: Field | None


def get_strengths(
    *, viewer: Person, now: datetime.datetime, period: str, comments_of: datetime.date | None = None
) -> StrengthsPage:
    """Http404 for whoever is nobody's mentor; for others than oneself there is no such page."""
    if not may_see_strengths(viewer):
        raise Http404
    own = get_own_strengths(viewer=viewer, today=timezone.localdate(now), period=period, comments_of=comments_of)
    hints, hints_for = _find_hints(viewer, own, now)
    return StrengthsPage(
        strengths=own,
        title=say_title(own),
        lead=say_lead(own),
        facts=_count_facts(viewer, now) if own.is_empty else None,
        hints=hints,
        hints_for=hints_for,
    )


def say_title(own: Strengths) -> str:
    """The verdict of the rows below, as a sentence."""
    if own.is_empty:
        return _("There is no number to show yet.")
    if own.is_overall_only:
        return {
            "high": _("Overall, you respond well."),
            "low": _("Overall, there is room to grow."),
        }.get(own.overall.looks, _("Overall, no difference from your organization can be seen."))
    if own.best:
        return _("“%(name)s”: you respond well.") % {"name": own.best.label}
    if own.weak:
        return _("“%(name)s” is where you can grow.") % {"name": own.weak[0].label}
    return _("Nothing stands out clearly yet.")


def say_lead(own: Strengths) -> str:
    if own.is_empty:
        return _("Numbers come once in thirteen weeks, where enough people's answers came together.")
    if own.is_overall_only:
        return _(
            "Numbers for each response come when a few more answers came together. There is no need to hurry anybody."
        )
    said = {"day": format_long_day(own.until_on), "name": own.weak[0].label if own.weak else ""}
    if own.best and own.weak:
        return _("“%(name)s” is not easy yet. Inferred from answers without names, up to %(day)s.") % said
    return _("Inferred from answers without names, up to %(day)s.") % said


def _find_hints(viewer: Person, own: Strengths, now: datetime.datetime) -> tuple[list[HintCard], Field | None]:
    """The weakest first; a response that is weak on any topic takes hints of all its topics."""
    weakest = next(iter(own.weak), None)
    topics = topics_for(viewer.organization, pair_kind="") if weakest else []
    wanted = [weakest.topic] if weakest and weakest.topic else topics
    cells = [(topic.id, weakest.response.id) for topic in wanted] if weakest else []
    found = best_for(viewer=viewer, cells=cells, limit=HINTS, now=now) if cells else {}
    hints = [card for cell in cells for card in found.get(cell, [])][:HINTS]
    if hints:
        return hints, weakest
    of_the_day = hint_of_the_day(viewer=viewer, cells=cells, now=now)
    return ([of_the_day] if of_the_day else []), None


def _count_facts(viewer: Person, now: datetime.datetime) -> Facts:
    responds = Q(pair__mentor=viewer) | Q(pair__kind=PairKind.PEER)
    held = Meeting.objects.visible_to(viewer).filter(
        responds, state__in=[Meeting.State.HELD, Meeting.State.CLOSED], starts_at__gt=now - QUARTER, starts_at__lte=now
    )
    pairs = held.values_list("pair__mentee", "pair__mentor")
    met = [person for seats in pairs for person in seats if person != viewer.pk]
    asked = (
        AgendaItem.objects.visible_to(viewer)
        .present()
        .filter(meeting__in=held, expected_response__isnull=False)
        .exclude(owner=viewer)
        .values_list("expected_response")
        .annotate(times=Count("pk"))
        .order_by("-times", "expected_response")[:ASKED]
    )
    offered = {response.id: response for response in responses_for(viewer.organization)}
    return Facts(
        held=len(met),
        people=len(set(met)),
        asked=[offered[response] for response, _times in asked if response in offered],
        thank_you_notes=list_received(viewer=viewer, limit=LETTERS),
    )
