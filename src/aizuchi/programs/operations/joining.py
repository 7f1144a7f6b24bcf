"""Somebody joins a program, changes what they wrote, or leaves it again."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.people.models import Person
from aizuchi.programs.joining import JoiningState, may_choose, ranks_wishes, standing_of
from aizuchi.programs.models import Participant, Program, ProgramTheme, Wish
from aizuchi.programs.operations.access import access_program, record_step
from aizuchi.programs.queries.partners import find_partners
from aizuchi.programs.vetoes import read_own_vetoes, seal_vetoes

State = Participant.State
MOST_TOPICS = 3
"""Of somebody who would like to talk; whoever listens may offer all."""


class CannotJoin(Refusal):
    pass


class NoTopic(Refusal):
    sentence = _("Please choose at least one topic. That is how people find you.")
    field = "topics"


class TooManyTopics(Refusal):
    sentence = _("Three topics are the most. What matters most right now?")
    field = "topics"


@dataclass(frozen=True, kw_only=True)
class JoiningAnswers:
    """What somebody writes to take part. `version`: of what they saw; 0 where nothing was there yet."""

    topics: tuple[uuid.UUID, ...] = ()
    own_topic: str = ""
    responses: tuple[uuid.UUID, ...] = ()
    themes: tuple[uuid.UUID, ...] = ()
    words: str = ""
    capacity: int = 1
    takes_two: bool = False
    languages: tuple[str, ...] = ()
    wants_other_unit: bool = False
    wants_in_person: bool = False
    wishes: tuple[uuid.UUID, ...] | None = None
    """Participants, first one first. None: they stay as they are."""
    vetoes: tuple[uuid.UUID, ...] = ()
    """People."""
    version: int = 0


@transaction.atomic
def save_answers(
    *,
    actor: Person,
    program_id: uuid.UUID,
    side: str,
    answers: JoiningAnswers,
    joins: bool,
    now: datetime.datetime,
) -> Participant:
    """`joins`: they take part from now on; otherwise it is kept until they go on. Raises Http404, Refusal."""
    program = access_program(viewer=actor, program_id=program_id)
    standing = lock_standing(actor, program, side, now)
    if standing.cannot_write:
        raise CannotJoin(standing.cannot_write)
    own = standing.own or Participant(program=program, person=actor, state=State.DRAFT, version=0)
    if own.version != answers.version:
        raise Stale
    if joins:
        _refuse_unfinished(side, answers)
    is_new = joins and own.state != State.JOINED
    own.side = side
    _fill(own, answers, now)
    if is_new:
        own.state, own.joined_at, own.left_at = State.JOINED, now, None
    elif own.state in (State.DECLINED, State.LEFT):
        own.state = State.DRAFT
    _save(own)
    _set_choices(own, program, answers)
    if answers.wishes is not None:
        _put_wishes(own, _keep_possible(actor, program, own, answers.wishes, now))
    if is_new:
        record_step(program, "joined", actor, now, side=side)
    return own


@transaction.atomic
def save_order(
    *,
    actor: Person,
    program_id: uuid.UUID,
    wishes: Sequence[uuid.UUID],
    vetoes: Collection[uuid.UUID],
    version: int,
    now: datetime.datetime,
) -> Participant:
    """Whom a mentor would like to listen to, where both choose. Raises Http404, Refusal."""
    program = access_program(viewer=actor, program_id=program_id)
    standing = lock_standing(actor, program, Participant.Side.MENTOR, now)
    own = standing.own
    if own is None or not may_choose(program, own):
        raise Http404
    if standing.cannot_edit:
        raise CannotJoin(standing.cannot_edit)
    if own.version != version:
        raise Stale
    _seal_same(own, actor, _find_people(actor, vetoes), now)
    own.version += 1
    own.save(update_fields=["sealed_vetoes", "version"])
    _put_wishes(own, _keep_possible(actor, program, own, wishes, now))
    return own


@transaction.atomic
def leave_program(*, actor: Person, program_id: uuid.UUID, now: datetime.datetime) -> Program:
    """Also a no to HR who asked. Whom they wished for is forgotten; whoever wished for them learns when they look.

    Raises Http404, Refusal where they meet somebody already: that ends between the two.
    """
    program = access_program(viewer=actor, program_id=program_id)
    own = Participant.objects.select_for_update().filter(program=program, person=actor).first()
    if own is None or own.state in (State.LEFT, State.DECLINED):
        return program
    standing = standing_of(actor, program, own.side, on=actor.organization.today(now))
    if standing.cannot_edit:
        raise CannotJoin(standing.cannot_edit)
    was_joined = own.state == State.JOINED
    own.state = State.LEFT if was_joined else State.DECLINED
    own.left_at = now
    _seal_same(own, actor, set(), now)
    own.version += 1
    own.save(update_fields=["state", "left_at", "sealed_vetoes", "version"])
    own.wishes.all().delete()
    own.themes.clear()
    if was_joined:
        record_step(program, "left", actor, now, side=own.side)
    return program


@transaction.atomic
def add_wish(*, actor: Person, program_id: uuid.UUID, side: str, wanted_id: uuid.UUID, now: datetime.datetime) -> None:
    """To the end of the list. Whom one cannot meet is not there. Raises Http404, Refusal."""
    program, own = _with_own(actor, program_id, side, now)
    wishes = [*own.wishes.exclude(wanted=wanted_id).values_list("wanted", flat=True), wanted_id]
    if len(wishes) > most_wishes(program, side):
        raise Refusal(
            _("%(most)d people are the most. Please take somebody out first.") % {"most": most_wishes(program, side)}
        )
    _put_wishes(own, _keep_possible(actor, program, own, wishes, now))
    _save_again(own, actor, now)


@transaction.atomic
def remove_wish(
    *, actor: Person, program_id: uuid.UUID, side: str, wanted_id: uuid.UUID, now: datetime.datetime
) -> None:
    """Raises Http404, Refusal."""
    _program, own = _with_own(actor, program_id, side, now)
    _put_wishes(own, list(own.wishes.exclude(wanted=wanted_id).values_list("wanted", flat=True)))
    _save_again(own, actor, now)


def lock_standing(actor: Person, program: Program, side: str, now: datetime.datetime) -> JoiningState:
    Participant.objects.select_for_update().filter(program=program, person=actor).first()
    return standing_of(actor, program, side, on=actor.organization.today(now))


def most_wishes(program: Program, side: str) -> int:
    return program.most_mentor_wishes if side == Participant.Side.MENTOR else program.most_wishes


def make_draft(actor: Person, program: Program, side: str, now: datetime.datetime) -> Participant:
    """Begun without a word of their own. Raises Stale where they began elsewhere at the same moment."""
    own = Participant(program=program, person=actor, side=side, state=State.DRAFT)
    seal_vetoes(own, (), organization_id=program.organization_id, now=now)
    _insert(own)
    return own


def _with_own(actor: Person, program_id: uuid.UUID, side: str, now: datetime.datetime) -> tuple[Program, Participant]:
    program = access_program(viewer=actor, program_id=program_id)
    standing = lock_standing(actor, program, side, now)
    if standing.cannot_write:
        raise CannotJoin(standing.cannot_write)
    own = standing.own or make_draft(actor, program, side, now)
    if own.side != side or own.state in (State.LEFT, State.DECLINED):
        own.side, own.state = side, State.DRAFT
        own.save(update_fields=["side", "state"])
    return program, own


def _refuse_unfinished(side: str, answers: JoiningAnswers) -> None:
    if side == Participant.Side.MENTOR and not answers.topics:
        raise NoTopic
    if side != Participant.Side.MENTOR and len(answers.topics) > MOST_TOPICS:
        raise TooManyTopics


def _fill(own: Participant, answers: JoiningAnswers, now: datetime.datetime) -> None:
    for name in ("own_topic", "words", "capacity", "takes_two", "wants_other_unit", "wants_in_person"):
        setattr(own, name, getattr(answers, name))
    own.languages = list(answers.languages)
    _seal_same(own, own.person, _find_people(own.person, answers.vetoes), now)


def _find_people(actor: Person, wanted: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Looked up together with oneself, so that nobody and somebody cost the same statements."""
    people = Person.objects.visible_to(actor).filter(pk__in=[actor.pk, *wanted])
    return set(people.values_list("pk", flat=True)) - {actor.pk}


def _set_choices(own: Participant, program: Program, answers: JoiningAnswers) -> None:
    """What is not of the organization, or of the program, is not there."""
    of_organization = {"organization": program.organization_id}
    own.topics.set(Topic.objects.filter(pk__in=answers.topics, **of_organization))
    own.responses.set(ExpectedResponse.objects.filter(pk__in=answers.responses, **of_organization))
    own.themes.set(ProgramTheme.objects.filter(pk__in=answers.themes, program=program, retired_at__isnull=True))


def _seal_same(own: Participant, actor: Person, vetoes: set[uuid.UUID], now: datetime.datetime) -> None:
    seal_vetoes(own, vetoes, organization_id=actor.organization_id, now=now)


def _save_again(own: Participant, actor: Person, now: datetime.datetime) -> None:
    """Every save writes the vetoes anew, whatever else it is about."""
    _seal_same(own, actor, read_own_vetoes(own), now)
    own.version += 1
    own.save(update_fields=["sealed_vetoes", "version"])


def _save(own: Participant) -> None:
    own.version += 1
    if own._state.adding:
        _insert(own)
    else:
        own.save()


def _insert(own: Participant) -> None:
    try:
        with transaction.atomic():
            own.save(force_insert=True)
    except IntegrityError as refused:  # two windows of one person at once
        raise Stale from refused


def _keep_possible(
    actor: Person, program: Program, own: Participant, wanted: Sequence[uuid.UUID], now: datetime.datetime
) -> list[uuid.UUID]:
    """Each once, as many as may be, and nobody who is not there for them; whom they had wished for before stays."""
    if not ranks_wishes(program):
        return []
    partners = find_partners(actor, program, own, own.side, on=actor.organization.today(now))
    before = own.wishes.filter(wanted__state=State.JOINED).values_list("wanted", flat=True)
    possible = {partner.pk for partner in partners} | set(before)
    return [one for one in dict.fromkeys(wanted) if one in possible][: most_wishes(program, own.side)]


def _put_wishes(own: Participant, wanted: Sequence[uuid.UUID]) -> None:
    own.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(participant=own, wanted_id=one, rank=rank) for rank, one in enumerate(wanted, start=1)
    )
