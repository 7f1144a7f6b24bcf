"""A last day at work. Nothing of theirs vanishes; what was dated ends."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import Record, record_many
from aizuchi.kernel import events
from aizuchi.kernel.days import day_after
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.events import PeopleLeft, SupervisorChange, SupervisorsChanged
from aizuchi.people.models import (
    EarlierStay,
    Employment,
    Leave,
    Membership,
    Organization,
    Person,
    ReportingLine,
    RoleGrant,
)
from aizuchi.people.operations.administrators import keep_an_administrator, will_administer
from aizuchi.people.operations.editing import begin_with, note
from aizuchi.people.policies import forget_roles, is_administrator, may_edit_account
from aizuchi.people.ranges import EndsBeforeStart, holds_after

AT_ONCE = 500
DAY = datetime.timedelta(days=1)


class NotLeaving(Refusal):
    sentence = _("There is no last day to take back.")


class EndsOneself(Refusal):
    sentence = _(
        "This would end your own account at once. Choose a day from today on, or ask somebody else to enter it."
    )


class DidNotLeave(Refusal):
    sentence = _("This person hasn't left, so nobody can come back.")


class IsHereAlready(Refusal):
    sentence = _("Their first day has come. Please set a last day instead.")


@transaction.atomic
def person_leaves(
    *, person_id: uuid.UUID, left_on: datetime.date, actor: Person | None, now: datetime.datetime
) -> None:
    """`left_on` is the last day at work. Units, lines (their reports' too), employment and roles end after it."""
    people_leave(departures={person_id: left_on}, actor=actor, now=now)


@transaction.atomic
def people_leave(
    *, departures: Mapping[uuid.UUID, datetime.date], actor: Person | None, now: datetime.datetime
) -> None:
    """Many of one organization at once, each with a last day of their own."""
    if not departures:
        return
    organization, _first = begin_with(Person, next(iter(departures)), actor=actor, now=now)
    if actor and actor.pk in departures and departures[actor.pk] < organization.today(now):
        raise EndsOneself
    by_day = _sort_by_day(organization, departures)
    _keep_administrators(organization, by_day, actor=actor, now=now)
    orphans: list[SupervisorChange] = []
    for left_on, people in sorted(by_day.items(), key=lambda item: item[0]):
        orphans += _leave_on(people, left_on)
    leaving = [person for people in by_day.values() for person in people]
    records = [
        Record(action="people.person.left", subject_id=person.pk, detail={"on": person.left_on}) for person in leaving
    ]
    if leaving:
        record_many(organization_id=organization.pk, actor=actor, changes=records, now=now)
        _publish(organization, leaving, orphans, actor, now)


def _sort_by_day(
    organization: Organization, departures: Mapping[uuid.UUID, datetime.date]
) -> dict[datetime.date, list[Person]]:
    """Whose last day it is not yet. Http404 if one of them is of another organization."""
    people = Person.objects.filter(organization=organization).select_for_update().in_bulk(list(departures))
    if len(people) < len(departures):
        raise Http404
    by_day: dict[datetime.date, list[Person]] = defaultdict(list)
    for person_id, left_on in departures.items():
        person = people[person_id]
        if person.joined_on and left_on < person.joined_on:
            raise EndsBeforeStart
        if person.left_on != left_on:
            by_day[left_on].append(person)
    return by_day


def _keep_administrators(
    organization: Organization,
    by_day: Mapping[datetime.date, list[Person]],
    *,
    actor: Person | None,
    now: datetime.datetime,
) -> None:
    """Their last day is an administrator's business, and one of them stays."""
    today = organization.today(now)
    administrators = will_administer(organization, on=min([today, *by_day]))
    leaving = {person.pk: day for day, people in by_day.items() for person in people if person.pk in administrators}
    if leaving:
        require(actor is None or is_administrator(actor, on=today))
        first_gone_on = max(today, day_after(min(leaving.values())))
        keep_an_administrator(organization, on=first_gone_on, apart_from=Q(person__in=list(leaving)))


def _leave_on(people: list[Person], left_on: datetime.date) -> list[SupervisorChange]:
    for person in people:
        if person.gone_on:
            _open_again(person, person.gone_on)
        person.left_on = left_on
        person.version += 1
        forget_roles(person)
    Person.objects.bulk_update(people, ["left_on", "version"], batch_size=AT_ONCE)
    orphans: list[SupervisorChange] = []
    for start in range(0, len(people), AT_ONCE):
        some = Person.objects.filter(pk__in=[person.pk for person in people[start : start + AT_ONCE]])
        orphans += end_everything(some, gone_on=day_after(left_on))
    return orphans


@transaction.atomic
def person_returns(
    *,
    person_id: uuid.UUID,
    joined_on: datetime.date,
    actor: Person | None,
    now: datetime.datetime,
    left_on: datetime.date | None = None,
) -> None:
    """Somebody who was gone works here again from `joined_on`. The time before stays as it was; nothing reopens."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    require(may_edit_account(actor, person, on=organization.today(now)))
    if person.left_on is None:
        raise DidNotLeave
    if joined_on <= person.left_on or (left_on and left_on < joined_on):
        raise EndsBeforeStart
    EarlierStay.objects.create(person=person, joined_on=person.joined_on, left_on=person.left_on)
    person.joined_on, person.left_on = joined_on, left_on
    person.version += 1
    person.save(update_fields=["joined_on", "left_on", "version"])
    note(organization=organization, actor=actor, action="people.person.returned", subject=person, now=now, on=joined_on)
    _publish(organization, [person], [], actor, now)


@transaction.atomic
def stay_away(*, person_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> None:
    """Who was to begin on a coming day never does. Who had been here before is gone since then, as before."""
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    today = organization.today(now)
    require(may_edit_account(actor, person, on=today))
    first = (
        person.joined_on
        or Membership.objects.filter(person=person, is_main=True).aggregate(day=Min("starts_on"))["day"]
    )
    if first is None or first <= today:
        raise IsHereAlready
    earlier = EarlierStay.objects.filter(person=person).order_by("-left_on").first()
    joined_on, left_on = (earlier.joined_on, earlier.left_on) if earlier else (None, today - DAY)
    _keep_administrators(organization, {left_on: [person]}, actor=actor, now=now)
    person.joined_on, person.left_on = joined_on, left_on
    person.version += 1
    person.save(update_fields=["joined_on", "left_on", "version"])
    if earlier:
        earlier.delete()
    forget_roles(person)
    orphans = end_everything(Person.objects.filter(pk=person.pk), gone_on=first)
    note(organization=organization, actor=actor, action="people.person.stayed_away", subject=person, now=now, on=first)
    _publish(organization, [person], orphans, actor, now)


@transaction.atomic
def undo_leaving(*, person_id: uuid.UUID, actor: Person | None, now: datetime.datetime) -> list[str]:
    """They stay after all: unit, employment and lines go on where they ended.

    Roles are granted anew, if at all: the answer is those that end with the day taken back.
    """
    organization, person = begin_with(Person, person_id, actor=actor, now=now)
    require(may_edit_account(actor, person, on=organization.today(now)))
    gone_on = person.gone_on
    if gone_on is None:
        raise NotLeaving
    person.left_on = None
    person.version += 1
    person.save(update_fields=["left_on", "version"])
    restored = _open_again(person, gone_on)
    note(organization=organization, actor=actor, action="people.person.stayed", subject=person, now=now)
    _publish(organization, [person], restored, actor, now)
    grants = RoleGrant.objects.filter(person=person, until_on=gone_on, starts_on__lt=gone_on)
    return sorted(set(grants.values_list("role", flat=True)))


def end_everything(people: QuerySet[Person], *, gone_on: datetime.date) -> list[SupervisorChange]:
    """Ends what is dated for these people; answers whose supervisor that takes away, and from when."""
    lines_of_reports = ReportingLine.objects.filter(holds_after(gone_on), supervisor__in=people)
    orphans = [
        SupervisorChange(person, None, max(starts_on, gone_on))
        for person, starts_on in lines_of_reports.exclude(person__in=people).values_list("person", "starts_on")
    ]
    _end(lines_of_reports, gone_on)
    for model in (ReportingLine, Membership, Employment, RoleGrant, Leave):
        _end(model._default_manager.filter(holds_after(gone_on), person__in=people), gone_on)
    return orphans


def _end(rows: QuerySet[Any], gone_on: datetime.date) -> None:
    """What had not begun by then never will."""
    rows.filter(starts_on__gt=gone_on).update(until_on=F("starts_on"))
    rows.filter(starts_on__lte=gone_on).update(until_on=gone_on)


def _open_again(person: Person, gone_on: datetime.date) -> list[SupervisorChange]:
    ended = Q(until_on=gone_on, starts_on__lt=gone_on)
    for model in (Membership, Employment):
        model._default_manager.filter(ended, person=person).update(until_on=None)
    lines = ReportingLine.objects.filter(ended).filter(Q(person=person) | Q(supervisor=person))
    successors = ReportingLine.objects.filter(holds_after(gone_on), person=OuterRef("person"))
    here = Q(person__left_on__isnull=True) | Q(person=person)
    supervised = Q(supervisor__left_on__isnull=True) | Q(supervisor=person)
    open_again = list(lines.filter(~Exists(successors), here, supervised).values_list("pk", "person", "supervisor"))
    ReportingLine.objects.filter(pk__in=[pk for pk, _, _ in open_again]).update(until_on=None)
    return [SupervisorChange(report, supervisor, gone_on) for _, report, supervisor in open_again]


def _publish(
    organization: Organization,
    people: Iterable[Person],
    changes: list[SupervisorChange],
    actor: Person | None,
    now: datetime.datetime,
) -> None:
    actor_id: uuid.UUID | None = actor.pk if actor else None
    departures = tuple((person.pk, person.left_on) for person in people)
    events.publish(PeopleLeft(organization_id=organization.pk, departures=departures, actor_id=actor_id, at=now))
    if changes:
        events.publish(
            SupervisorsChanged(organization_id=organization.pk, changes=tuple(changes), actor_id=actor_id, at=now)
        )
