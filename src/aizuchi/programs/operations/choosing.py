"""People find each other by themselves: a place of a menu is taken, somebody is asked and answers."""

import datetime
import uuid

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.events import publish
from aizuchi.kernel.refusals import Refusal
from aizuchi.meetings.operations.arrangement import Arrangement, NotFree
from aizuchi.meetings.operations.schedule import schedule_meeting
from aizuchi.people.models import Person
from aizuchi.programs.events import ApplicationAnswered, ApplicationMade, PlaceTaken
from aizuchi.programs.joining import standing_of
from aizuchi.programs.models import Application, Match, OfferedSlot, Participant, Program, ProgramTheme
from aizuchi.programs.operations.access import access_program
from aizuchi.programs.operations.begin import begin_match
from aizuchi.programs.operations.joining import CannotJoin
from aizuchi.programs.queries.partners import count_partners, find_partners, places_of

Answer = Application.Answer
Side = Participant.Side
State = Participant.State


class NotPossible(Refusal):
    """One sentence for everything that may be in the way, so that it tells nothing of what it is."""

    sentence = _("This person cannot be chosen at the moment. Please have a look at who else is glad to be asked.")


class JoinFirst(Refusal):
    sentence = _("Please join the program first. It takes a minute.")


class HasSomebody(Refusal):
    sentence = _("You meet somebody in this program already.")


class SlotGone(Refusal):
    sentence = _("Somebody has just taken this time. Please choose another.")


class AskedEnough(Refusal):
    sentence = _("You are waiting for as many answers as one may at once. Please take one back first, or wait.")


class AskedAlready(Refusal):
    sentence = _("You have asked this person already and wait for the answer.")


class AnsweredAlready(Refusal):
    sentence = _("This has been answered already.")


class ThemeFull(Refusal):
    sentence = _("Just now the last place was taken. Please choose another.")


@transaction.atomic
def take_place(
    *, actor: Person, program_id: uuid.UUID, mentor_id: uuid.UUID, slot_id: uuid.UUID | None, now: datetime.datetime
) -> Match:
    """Of two who press at once one gets it. Raises Http404, Refusal."""
    program = access_program(viewer=actor, program_id=program_id)
    if program.mode != Program.Mode.MENU:
        raise Http404
    mentor = _lock_mentor(program, mentor_id)
    own = _get_own(actor, program, now)
    _refuse_impossible(actor, program, own, mentor, now)
    slot = _take_slot(mentor, own, slot_id, now)
    match = _begin(program, own, mentor, actor, now)
    if slot:
        _date_first_meeting(match, slot, actor, now)
    publish(PlaceTaken(match_id=match.pk, actor_id=actor.pk, at=now))
    return match


@transaction.atomic
def apply_to(
    *, actor: Person, program_id: uuid.UUID, mentor_id: uuid.UUID, words: str, now: datetime.datetime
) -> Application:
    """Only the two know. Raises Http404, Refusal."""
    program = access_program(viewer=actor, program_id=program_id)
    if program.mode != Program.Mode.APPLY:
        raise Http404
    mentor = _lock_mentor(program, mentor_id)
    own = _get_own(actor, program, now)
    _refuse_impossible(actor, program, own, mentor, now)
    if own.applications.filter(mentor=mentor, answer=Answer.DECLINED).exists():
        raise NotPossible
    waiting = own.applications.filter(answer="")
    if waiting.filter(mentor=mentor).exists():
        raise AskedAlready
    if waiting.count() >= program.most_wishes:
        raise AskedEnough
    application = Application.objects.create(mentee=own, mentor=mentor, words=words.strip()[:500], created_at=now)
    publish(ApplicationMade(application_id=application.pk, actor_id=actor.pk, at=now))
    return application


@transaction.atomic
def accept_application(*, actor: Person, application_id: uuid.UUID, now: datetime.datetime) -> Match:
    """The two begin, as long as a place is left. Raises Http404, Refusal."""
    application = _lock_application(actor, application_id, as_side=Side.MENTOR)
    program = application.mentor.program
    if standing_of(actor, program, Side.MENTOR, on=actor.organization.today(now)).cannot_edit:
        raise NotPossible
    _refuse_impossible(application.mentee.person, program, application.mentee, application.mentor, now)
    match = _begin(program, application.mentee, application.mentor, actor, now)
    _answer(application, Answer.ACCEPTED, actor, now)
    return match


@transaction.atomic
def decline_application(*, actor: Person, application_id: uuid.UUID, now: datetime.datetime) -> Application:
    """Needs no reason and asks for none. Raises Http404, Refusal."""
    return _answer(_lock_application(actor, application_id, as_side=Side.MENTOR), Answer.DECLINED, actor, now)


@transaction.atomic
def withdraw_application(*, actor: Person, application_id: uuid.UUID, now: datetime.datetime) -> Application:
    """Raises Http404, Refusal."""
    return _answer(_lock_application(actor, application_id, as_side=Side.MENTEE), Answer.WITHDRAWN, actor, now)


@transaction.atomic
def gather_around(
    *, actor: Person, program_id: uuid.UUID, theme_id: uuid.UUID, joins: bool, now: datetime.datetime
) -> ProgramTheme:
    """Somebody comes to a theme, or stays away after all. Raises Http404, Refusal."""
    program = access_program(viewer=actor, program_id=program_id)
    themes = ProgramTheme.objects.select_for_update().filter(program=program, retired_at__isnull=True)
    theme = get_object_or_404(themes, pk=theme_id)
    own = _get_own(actor, program, now)
    if not joins:
        own.themes.remove(theme)
        return theme
    others = theme.participants.joined().exclude(pk=own.pk)
    if theme.places is not None and others.count() >= theme.places:
        raise ThemeFull
    own.themes.add(theme)
    return theme


def _lock_mentor(program: Program, mentor_id: uuid.UUID) -> Participant:
    found = Participant.objects.select_for_update(of=("self",)).select_related("person")
    return get_object_or_404(found, pk=mentor_id, program=program, side=Side.MENTOR)


def _lock_application(actor: Person, application_id: uuid.UUID, *, as_side: str) -> Application:
    mine = {f"{as_side}__person": actor}
    found = Application.objects.filter(pk=application_id, **mine).select_related(
        "mentee__person", "mentor__person", "mentor__program__organization"
    )
    application = get_object_or_404(found)
    Participant.objects.select_for_update().get(pk=application.mentor_id)
    application.refresh_from_db(fields=["answer"])
    if application.answer:
        raise AnsweredAlready
    return application


def _get_own(actor: Person, program: Program, now: datetime.datetime) -> Participant:
    side = Side.PEER if program.is_peer else Side.MENTEE
    standing = standing_of(actor, program, side, on=actor.organization.today(now))
    own = standing.own
    if own is None or own.state != State.JOINED or own.side != side:
        raise CannotJoin(standing.cannot_join) if standing.cannot_join else JoinFirst
    if program.state not in (Program.State.OPEN, Program.State.RUNNING):
        raise CannotJoin(standing.cannot_edit)
    return own


def _refuse_impossible(
    mentee: Person, program: Program, own: Participant, mentor: Participant, now: datetime.datetime
) -> None:
    """The mentee's side says what it is; the mentor's never does."""
    Participant.objects.select_for_update().get(pk=own.pk)  # who presses twice meets one, after the mentor's lock
    if count_partners(program)[own.pk] >= places_of(own):
        raise HasSomebody
    partners = find_partners(mentee, program, own, own.side, on=program.organization.today(now))
    if own.state != State.JOINED or mentor.pk not in {partner.pk for partner in partners}:
        raise NotPossible


def _take_slot(
    mentor: Participant, own: Participant, slot_id: uuid.UUID | None, now: datetime.datetime
) -> OfferedSlot | None:
    if slot_id is None:
        return None
    slot = mentor.slots.filter(pk=slot_id, taken_by__isnull=True, starts_at__gt=now).first()
    if slot is None:
        raise SlotGone
    slot.taken_by = own
    slot.save(update_fields=["taken_by"])
    return slot


def _date_first_meeting(match: Match, slot: OfferedSlot, actor: Person, now: datetime.datetime) -> None:
    """A pair that is still to come has no meetings yet; its first day is the program's. Raises SlotGone."""
    pair = match.pair
    if pair is None or pair.circle_id is None:
        return
    try:
        arrangement = Arrangement(starts_at=slot.starts_at, minutes=match.program.minutes)
        schedule_meeting(actor=actor, pair_id=pair.pk, arrangement=arrangement, now=now)
    except NotFree as refused:
        raise SlotGone from refused


def _begin(program: Program, own: Participant, mentor: Participant, actor: Person, now: datetime.datetime) -> Match:
    match = Match.objects.create(program=program, mentee=own, mentor=mentor, origin=Match.Origin.CHOSEN)
    begin_match(match, actor=actor, now=now)
    return match


def _answer(application: Application, answer: str, actor: Person, now: datetime.datetime) -> Application:
    application.answer, application.answered_at = answer, now
    application.save(update_fields=["answer", "answered_at"])
    publish(ApplicationAnswered(application_id=application.pk, actor_id=actor.pk, at=now))
    return application
