"""Promises: made, reworded, moved to another day, kept or dropped."""

import datetime
import uuid

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy

from aizuchi.actions import policies
from aizuchi.actions.events import ActionsChanged
from aizuchi.actions.models import ActionItem, Move
from aizuchi.kernel.events import publish
from aizuchi.kernel.ids import new_id
from aizuchi.kernel.permissions import require
from aizuchi.kernel.refusals import Refusal, Stale
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

MOST_OPEN = 100
MOST_A_DAY = 100
MOST_MOVES = 50


class TooManyActions(Refusal):
    sentence = gettext_lazy(
        "That is a lot of TODOs for the two of you. Finish or drop a few first, then there is room again."
    )


class MovedOften(Refusal):
    field = "due_on"
    sentence = gettext_lazy("This TODO has been moved many times. Perhaps drop it, and write one that fits better.")


class DayIsPast(Refusal):
    field = "due_on"
    sentence = gettext_lazy("That day is over already. Please choose today or a later one.")


class NothingSaid(Refusal):
    field = "text"
    sentence = gettext_lazy("Please write in a few words what will be done.")


class NotOneOfTheTwo(Refusal):
    field = "owner"
    sentence = gettext_lazy("Please choose one of the two of you.")


def access_action(*, viewer: Person, action_id: uuid.UUID) -> ActionItem:
    """The action, or Http404 for everybody but the two."""
    actions = ActionItem.objects.visible_to(viewer)
    return get_object_or_404(actions.select_related("pair__mentee", "pair__mentor", "meeting", "owner"), pk=action_id)


@transaction.atomic
def add_action(
    *,
    actor: Person,
    pair_id: uuid.UUID,
    owner_id: uuid.UUID,
    text: str,
    now: datetime.datetime,
    support: str = "",
    due_on: datetime.date | None = None,
    meeting_id: uuid.UUID | None = None,
    action_id: uuid.UUID | None = None,
) -> ActionItem:
    """`action_id` is a key the page chose beforehand, so that a line saved twice is one action.

    Raises TooManyActions and DayIsPast.
    """
    pairs = Pair.objects.visible_to(actor).select_for_update(of=("self",))
    pair = get_object_or_404(pairs, pk=pair_id)
    require(policies.may_add_action(actor, pair, actor.today(now)))
    _check_room(pair, now)
    if owner_id not in (pair.mentee_id, pair.mentor_id):
        raise NotOneOfTheTwo
    _check_day(due_on, actor, now)
    meeting = get_object_or_404(Meeting, pk=meeting_id, pair=pair) if meeting_id else None
    action = ActionItem.objects.create(
        pk=action_id or new_id(),
        pair=pair,
        meeting=meeting,
        owner_id=owner_id,
        text=_worded(text),
        support=support.strip(),
        due_on=due_on,
        created_by=actor,
        created_at=now,
    )
    publish(ActionsChanged(pair_id=pair.pk, actor_id=actor.pk, at=now))
    return action


@transaction.atomic
def edit(
    *,
    actor: Person,
    action_id: uuid.UUID,
    owner_id: uuid.UUID,
    text: str,
    support: str,
    due_on: datetime.date | None,
    version: int,
    now: datetime.datetime,
) -> ActionItem:
    """Raises Stale when `version` is not what the person had on the screen, MovedOften and DayIsPast."""
    action = _lock(actor, action_id)
    require(policies.may_change(actor, action, actor.today(now)))
    if action.version != version:
        raise Stale(gettext("This line was changed just now, too. Press save again to keep yours."))
    if owner_id not in (action.pair.mentee_id, action.pair.mentor_id):
        raise NotOneOfTheTwo
    if action.due_on != due_on:
        _note_move(action, due_on, actor, now)
    action.owner_id, action.text, action.support = owner_id, _worded(text), support.strip()
    _save(action, actor, now, "owner", "text", "support", "due_on")
    return action


@transaction.atomic
def move(*, actor: Person, action_id: uuid.UUID, to_on: datetime.date | None, now: datetime.datetime) -> ActionItem:
    """To another day, or to no day at all."""
    action = _lock(actor, action_id)
    require(policies.may_change(actor, action, actor.today(now)))
    if action.due_on != to_on:
        _note_move(action, to_on, actor, now)
        _save(action, actor, now, "due_on")
    return action


@transaction.atomic
def mark_done(*, actor: Person, action_id: uuid.UUID, now: datetime.datetime) -> ActionItem:
    action = _lock(actor, action_id)
    require(policies.may_finish(actor, action))
    if action.state != ActionItem.State.DONE:
        action.state, action.done_at = ActionItem.State.DONE, now
        action.dropped_at, action.dropped_because = None, ""
        _save(action, actor, now, "state", "done_at", "dropped_at", "dropped_because")
    return action


@transaction.atomic
def drop(*, actor: Person, action_id: uuid.UUID, because: str, now: datetime.datetime) -> ActionItem:
    action = _lock(actor, action_id)
    require(policies.may_finish(actor, action))
    action.state, action.dropped_at, action.done_at = ActionItem.State.DROPPED, now, None
    action.dropped_because = because.strip()
    _save(action, actor, now, "state", "done_at", "dropped_at", "dropped_because")
    return action


@transaction.atomic
def reopen(*, actor: Person, action_id: uuid.UUID, now: datetime.datetime) -> ActionItem:
    """Takes back that it was done or dropped."""
    action = _lock(actor, action_id)
    require(policies.may_finish(actor, action))
    action.state, action.done_at, action.dropped_at = ActionItem.State.OPEN, None, None
    action.dropped_because = ""
    _save(action, actor, now, "state", "done_at", "dropped_at", "dropped_because")
    return action


@transaction.atomic
def take_away(*, actor: Person, action_id: uuid.UUID, now: datetime.datetime) -> None:
    action = _lock(actor, action_id)
    require(policies.may_take_away(actor, action, actor.today(now)))
    action.delete()
    publish(ActionsChanged(pair_id=action.pair_id, actor_id=actor.pk, at=now))


def _lock(actor: Person, action_id: uuid.UUID) -> ActionItem:
    actions = ActionItem.objects.visible_to(actor).select_related("pair__mentee", "pair__mentor", "meeting", "owner")
    return get_object_or_404(actions.select_for_update(of=("self",)), pk=action_id)


def _check_room(pair: Pair, now: datetime.datetime) -> None:
    """Far more than two people can mean: lists, searches and exports read all of them."""
    actions = ActionItem.objects.filter(pair=pair)
    is_full = actions.filter(state=ActionItem.State.OPEN).count() >= MOST_OPEN
    if is_full or actions.filter(created_at__gt=now - datetime.timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyActions


def _worded(text: str) -> str:
    if not text.strip():
        raise NothingSaid
    return text.strip()


def _check_day(due_on: datetime.date | None, actor: Person, now: datetime.datetime) -> None:
    if due_on and due_on < actor.today(now):
        raise DayIsPast


def _note_move(action: ActionItem, to_on: datetime.date | None, actor: Person, now: datetime.datetime) -> None:
    _check_day(to_on, actor, now)
    if action.moves.count() >= MOST_MOVES:
        raise MovedOften
    Move.objects.create(action=action, from_on=action.due_on, to_on=to_on, moved_by=actor, at=now)
    action.due_on = to_on


def _save(action: ActionItem, actor: Person, now: datetime.datetime, *fields: str) -> None:
    action.version += 1
    action.save(update_fields=[*fields, "version"])
    publish(ActionsChanged(pair_id=action.pair_id, actor_id=actor.pk, at=now))
