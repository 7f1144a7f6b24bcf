"""A person's own curve: written once a month, shown to a partner or not, put off, thrown away. Nothing is recorded."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404

from aizuchi.kernel.permissions import require
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys import policies
from aizuchi.surveys.models import ClarityReading, OwnCurvePause, OwnCurveShare, OwnReading
from aizuchi.surveys.own_months import month_after, month_of
from aizuchi.surveys.own_questions import get_own_questions
from aizuchi.surveys.refusals import NothingAnswered
from aizuchi.surveys.structure.given import Given, read_answers


@transaction.atomic
def keep_own_readings(*, actor: Person, given: Given, now: datetime.datetime) -> None:
    """Those of this month, as far as they are answered; a second time in a month replaces the first.

    What is not offered is passed over. Raises NothingAnswered.
    """
    answers = read_answers(get_own_questions(), given).answers
    if not answers:
        raise NothingAnswered
    month = month_of(actor.today(now))
    OwnReading.objects.filter(person=actor, month=month).exclude(question__in=answers).delete()
    OwnReading.objects.bulk_create(
        (OwnReading(person=actor, month=month, question=code, value=int(str(step))) for code, step in answers.items()),
        update_conflicts=True,
        unique_fields=["person", "month", "question"],
        update_fields=["value"],
    )


@transaction.atomic
def show_own_curve(*, actor: Person, pair_id: uuid.UUID, now: datetime.datetime) -> None:
    """To the other of this pair, from now on. Raises Http404, PermissionDenied."""
    pair = get_object_or_404(Pair.objects.visible_to(actor), pk=pair_id)
    require(policies.may_show_curve(actor, pair, on=actor.today(now)))
    OwnCurveShare.objects.get_or_create(pair=pair, person=actor)


@transaction.atomic
def hide_own_curve(*, actor: Person, pair_id: uuid.UUID) -> None:
    """At once, also when the two no longer meet."""
    OwnCurveShare.objects.filter(person=actor, pair_id=pair_id).delete()


@transaction.atomic
def pause_own_curve(*, actor: Person, until: str, now: datetime.datetime) -> None:
    """`until`: "next_month", "asked_for" (not before they want it themselves), or empty: ask again."""
    if not until:
        OwnCurvePause.objects.filter(person=actor).delete()
        return
    until_on = month_after(actor.today(now)) if until == "next_month" else None
    OwnCurvePause.objects.update_or_create(person=actor, defaults={"until_on": until_on})


@transaction.atomic
def remove_own_readings(*, actor: Person) -> None:
    """All of them, how clear they felt after 1on1s, and to whom they were shown."""
    ClarityReading.objects.filter(person=actor).delete()
    OwnReading.objects.filter(person=actor).delete()
    OwnCurveShare.objects.filter(person=actor).delete()
