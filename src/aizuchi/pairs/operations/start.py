"""A pair begins: made by HR, or agreed on by the two."""

import datetime
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.audit.operations import record
from aizuchi.catalogue.models import PairKind
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import InThePast, Refusal
from aizuchi.pairs.defaults import beginnings_of
from aizuchi.pairs.models import Pair
from aizuchi.pairs.operations.due import open_and_close_due_pairs
from aizuchi.pairs.policies import may_manage_pairs
from aizuchi.people.models import Person
from aizuchi.people.queries import is_in_chain

CHAINLESS = {PairKind.MENTOR, PairKind.DIAGONAL}


class SamePerson(Refusal):
    sentence = _("A 1on1 needs two people. Please choose someone else.")
    field = "mentor"


class NotHere(Refusal):
    sentence = _("One of the two isn't at the company on that day. Please choose someone else, or another day.")
    field = "mentor"


class AlreadyPaired(Refusal):
    sentence = _("The two already have a 1on1 of this kind.")
    field = "mentor"


class InTheChain(Refusal):
    sentence = _(
        "One of the two is above the other in the chain of command. A mentor or diagonal partner stands outside of it, "
        "so that one can talk freely. Please choose someone else."
    )
    field = "mentor"


class FollowsTheLine(Refusal):
    sentence = _("1on1s with a supervisor begin and end with the reporting line. Please change the line instead.")
    field = "kind"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a pair is set up as; the words come later, from the two."""

    kind: str
    aim: str
    cadence: str
    minutes: int


@transaction.atomic
def start_pair(
    *,
    actor: Person,
    mentee_id: uuid.UUID,
    mentor_id: uuid.UUID,
    frame: Frame,
    starts_on: datetime.date,
    now: datetime.datetime,
) -> Pair:
    """HR brings two people together. Raises Refusal."""
    require(may_manage_pairs(actor, actor.organization.today(now)))
    mentee = get_object_or_404(Person.objects.visible_to(actor), pk=mentee_id)
    mentor = get_object_or_404(Person.objects.visible_to(actor), pk=mentor_id)
    return begin(mentee=mentee, mentor=mentor, frame=frame, starts_on=starts_on, actor=actor, now=now)


def begin(
    *,
    mentee: Person,
    mentor: Person,
    frame: Frame,
    starts_on: datetime.date,
    actor: Person,
    now: datetime.datetime,
    is_chosen: bool = False,
) -> Pair:
    """`is_chosen`: the two agreed on the rhythm; any other than the usual one was chosen as well.

    For operations that have asked whether the actor may. Raises Refusal.
    """
    pair = add_pair(
        mentee=mentee, mentor=mentor, frame=frame, starts_on=starts_on, actor=actor, now=now, is_chosen=is_chosen
    )
    open_and_close_due_pairs(organization=actor.organization, actor=actor, now=now)
    pair.refresh_from_db()
    return pair


def add_pair(
    *,
    mentee: Person,
    mentor: Person,
    frame: Frame,
    starts_on: datetime.date,
    actor: Person,
    now: datetime.datetime,
    until_on: datetime.date | None = None,
    is_chosen: bool = False,
) -> Pair:
    """Not open yet: whoever adds many calls `open_and_close_due_pairs` once, after the last of them.

    `until_on`: the day from which it is over. For operations that have asked whether the actor may. Raises Refusal.
    """
    organization = actor.organization
    if starts_on < organization.today(now):
        raise InThePast(_("Please choose today or a day to come."), field="starts_on")
    refuse_misfit(mentee, mentor, frame.kind, on=starts_on)
    mentee, mentor = seats(mentee, mentor, frame.kind)
    usual = beginnings_of(organization)[frame.kind]
    pair = Pair(
        organization=organization,
        mentee=mentee,
        mentor=mentor,
        kind=frame.kind,
        aim=frame.aim,
        cadence=frame.cadence,
        minutes=frame.minutes,
        rhythm_is_chosen=is_chosen or (frame.cadence, frame.minutes) != (usual.cadence, usual.minutes),
        starts_on=starts_on,
        until_on=until_on,
        created_at=now,
    )
    _insert(pair)
    record(
        organization_id=organization.pk,
        actor=actor,
        action="pairs.pair.started",
        subject_id=pair.pk,
        detail=facts_of(pair),
        now=now,
    )
    return pair


def _insert(pair: Pair) -> None:
    try:
        with transaction.atomic():
            pair.save(force_insert=True)
    except IntegrityError as refused:  # somebody else was faster
        raise AlreadyPaired from refused


def refuse_misfit(mentee: Person, mentor: Person, kind: str, *, on: datetime.date) -> None:
    """Raises the Refusal that says why these two cannot have a 1on1 of this kind, if there is one."""
    if kind == PairKind.SUPERVISOR:
        raise FollowsTheLine
    if mentee.pk == mentor.pk:
        raise SamePerson
    if Person.objects.present_on(on).filter(pk__in=[mentee.pk, mentor.pk]).count() < 2:
        raise NotHere
    if kind in CHAINLESS and is_one_above_the_other(mentee, mentor, on=on):
        raise InTheChain
    if is_already_paired(mentee, mentor, kind, on=on):
        raise AlreadyPaired


def is_one_above_the_other(one: Person, other: Person, *, on: datetime.date) -> bool:
    return is_in_chain(one.pk, above=other.pk, on=on) or is_in_chain(other.pk, above=one.pk, on=on)


def is_already_paired(mentee: Person, mentor: Person, kind: str, *, on: datetime.date) -> bool:
    mentee, mentor = seats(mentee, mentor, kind)
    return Pair.objects.lasting_beyond(on).filter(mentee=mentee, mentor=mentor, kind=kind).exists()


def seats(mentee: Person, mentor: Person, kind: str) -> tuple[Person, Person]:
    """Peers sit in a fixed order, so that the database can tell that two of them are paired already."""
    if kind == PairKind.PEER and mentor.pk < mentee.pk:
        return mentor, mentee
    return mentee, mentor


def facts_of(pair: Pair) -> dict[str, object]:
    return {
        "kind": pair.kind,
        "mentee": pair.mentee_id,
        "mentor": pair.mentor_id,
        "starts_on": pair.starts_on,
        "until_on": pair.until_on,
    }
