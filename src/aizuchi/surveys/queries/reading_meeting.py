"""What a unit has before it when it reads its result together: the result, what was agreed, and who carries it on."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys.queries.results import Results, access_agreeing, read_results


@dataclass(frozen=True, kw_only=True)
class ReadingMeeting:
    results: Results
    pairs: Sequence[tuple[uuid.UUID, Person]]
    """1on1s of the viewer, and with whom."""


def get_reading_meeting(
    viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, now: datetime.datetime
) -> ReadingMeeting:
    """For whoever writes down what the unit tries. Raises Http404, PermissionDenied."""
    access, chosen = access_agreeing(viewer, survey_id, group_id=group_id, now=now)
    pairs = Pair.objects.visible_to(viewer).on(viewer.today(now)).select_related("mentee", "mentor")
    found = [(one.pk, one.partner_of(viewer)) for one in pairs]
    return ReadingMeeting(
        results=read_results(access, chosen, now=now),
        pairs=sorted(found, key=lambda one: str(one[1])),
    )
