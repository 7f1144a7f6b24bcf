import uuid
from collections.abc import Collection

from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Organization
from aizuchi.ui.formatting import format_time


def name_meetings(organization: Organization, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Whose 1on1, and its time where it has one."""
    found = Meeting.objects.filter(pair__organization=organization, pk__in=keys)
    return {meeting.pk: _name(meeting) for meeting in found.select_related("pair__mentee", "pair__mentor")}


def _name(meeting: Meeting) -> str:
    two = f"{meeting.pair.mentee.full_name} – {meeting.pair.mentor.full_name}"
    return f"{two}, {format_time(meeting.starts_at)}" if meeting.starts_at else two
