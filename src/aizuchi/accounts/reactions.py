"""What follows from events of other apps; joined in `config/wiring.py`."""

from aizuchi.accounts.operations.sessions import Why, end_sessions_of
from aizuchi.kernel.days import day_after
from aizuchi.people.events import PeopleLeft, RolesChanged
from aizuchi.people.models import Organization


def end_sessions_of_who_left(event: PeopleLeft) -> None:
    """Whose last day is over. For one that lies ahead, every click and every screen asks anew."""
    today = Organization.objects.get(pk=event.organization_id).today(event.at)
    gone = [person_id for person_id, left_on in event.departures if left_on and day_after(left_on) <= today]
    if gone:
        end_sessions_of(gone, event.at, why=Why.LEFT)


def end_sessions_on_other_roles(event: RolesChanged) -> None:
    """What they see changes, and what they have to prove; who does it to themselves has just proved it."""
    if event.actor_id != event.person_id:
        end_sessions_of([event.person_id], event.at, why=Why.ROLE)
