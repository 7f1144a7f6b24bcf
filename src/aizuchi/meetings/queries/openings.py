import datetime

from aizuchi.meetings.models import BriefOpening, Meeting
from aizuchi.people.models import Person


def find_opening_by_partner(*, viewer: Person, meeting: Meeting) -> datetime.datetime | None:
    """When the other of the two latest opened the brief."""
    rows = BriefOpening.objects.filter(meeting=meeting, meeting__in=Meeting.objects.visible_to(viewer))
    return rows.exclude(person=viewer).values_list("opened_at", flat=True).first()
