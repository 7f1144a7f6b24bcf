import uuid

from aizuchi.actions.models import ActionItem
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person


def find_action(viewer: Person, meeting: Meeting, action_id: uuid.UUID) -> str | None:
    """What is to be done by one of this pair."""
    found = ActionItem.objects.visible_to(viewer).filter(pair=meeting.pair_id, pk=action_id)
    return found.values_list("text", flat=True).first()
