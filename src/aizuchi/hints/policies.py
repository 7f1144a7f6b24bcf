"""Who may do what with hints. An unnamed hint has an author only for that author: no other answer here may tell."""

import datetime

from aizuchi.hints.models import Hint
from aizuchi.meetings import policies as meetings
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
from aizuchi.people.policies import is_administrator, is_hr


def may_read_hint(viewer: Person, hint: Hint) -> bool:
    is_offered = hint.hidden_at is None and hint.retired_at is None
    return hint.organization_id == viewer.organization_id and (is_offered or is_author(viewer, hint))


def is_author(viewer: Person, hint: Hint) -> bool:
    return hint.author_id == viewer.pk


def may_edit_hint(actor: Person, hint: Hint) -> bool:
    """Also a hint that was taken off: mending it is one way to bring it back."""
    return is_author(actor, hint)


def may_report_hint(actor: Person, hint: Hint) -> bool:
    return may_read_hint(actor, hint) and not is_author(actor, hint)


def may_try_hint(actor: Person, meeting: Meeting, now: datetime.datetime) -> bool:
    """Hints are for whoever responds, in a 1on1 that is still to come or going on."""
    return meetings.responds(actor, meeting.pair) and meetings.may_prepare(actor, meeting, now) and not meeting.ended_at


def may_look_after_hints(viewer: Person, now: datetime.datetime) -> bool:
    """Decide on reports, bring packs in and hand them out: HR and administrators."""
    today = viewer.today(now)
    return is_hr(viewer, on=today) or is_administrator(viewer, on=today)


def may_decide_on(actor: Person, hint: Hint, now: datetime.datetime) -> bool:
    """Nobody decides on what they wrote themselves."""
    is_ours = hint.organization_id == actor.organization_id
    return is_ours and may_look_after_hints(actor, now) and not is_author(actor, hint)
