"""Who may do what with an action: exactly the two, and after their pair ends only what is one's own."""

import datetime

from aizuchi.actions.models import ActionItem
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person


def may_add_action(actor: Person, pair: Pair, today: datetime.date) -> bool:
    return pair.has(actor) and pair.is_open_on(today)


def may_change(actor: Person, action: ActionItem, today: datetime.date) -> bool:
    """Words, day and support are agreed between the two, so either may write them down."""
    return action.state == ActionItem.State.OPEN and may_add_action(actor, action.pair, today)


def may_finish(actor: Person, action: ActionItem) -> bool:
    """Only who agreed says that it is done or dropped, also after the pair has ended."""
    return actor.pk == action.owner_id


def may_take_away(actor: Person, action: ActionItem, today: datetime.date) -> bool:
    """A line written by mistake goes without a trace, as long as its meeting is not closed."""
    is_fresh = action.meeting is not None and action.meeting.state != Meeting.State.CLOSED
    return is_fresh and may_change(actor, action, today)
