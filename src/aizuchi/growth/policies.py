"""Who may write the words to keep in mind, and letters: the two, while they meet."""

import datetime

from aizuchi.growth.models import ThankYouNote
from aizuchi.meetings.models import Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person

TOOK_PLACE = (Meeting.State.HELD, Meeting.State.CLOSED)


def may_keep_in_mind(actor: Person, pair: Pair, today: datetime.date) -> bool:
    return pair.has(actor) and pair.is_open_on(today)


def may_write_thank_you_note(actor: Person, meeting: Meeting, today: datetime.date) -> bool:
    """After a 1on1, and also while wrapping it up."""
    return may_keep_in_mind(actor, meeting.pair, today) and meeting.state in TOOK_PLACE


def may_take_back(actor: Person, thank_you_note: ThankYouNote) -> bool:
    """Until the other has put it with what they keep: then it is theirs."""
    return thank_you_note.author_id == actor.pk and thank_you_note.kept_at is None


def may_keep(actor: Person, thank_you_note: ThankYouNote) -> bool:
    return thank_you_note.pair.has(actor) and thank_you_note.author_id != actor.pk
