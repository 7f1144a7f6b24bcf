"""What a unit has before it when it reads its result together: the result, what was agreed, and who carries it on."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from aizuchi.kernel.permissions import require
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.surveys.models import UnitAgreement
from aizuchi.surveys.queries.result_access import ResultAccess, access_results
from aizuchi.surveys.queries.results import Results, choose_group, get_results


@dataclass(frozen=True, kw_only=True)
class ReadingMeeting:
    results: Results
    agreed: Sequence[UnitAgreement]
    pairs: Sequence[tuple[uuid.UUID, Person]]
    """1on1s of the viewer, and with whom."""


def get_reading_meeting(
    viewer: Person, survey_id: uuid.UUID, *, group_id: uuid.UUID | None, now: datetime.datetime
) -> ReadingMeeting:
    """For whoever writes down what the unit tries. Raises Http404, PermissionDenied."""
    access = access_results(viewer, survey_id, now=now)
    chosen = choose_group(access, group_id)
    require(chosen in access.may_agree)
    pairs = Pair.objects.visible_to(viewer).on(viewer.today(now)).select_related("mentee", "mentor")
    found = [(one.pk, one.partner_of(viewer)) for one in pairs]
    return ReadingMeeting(
        results=get_results(viewer, survey_id, group_id=chosen, now=now),
        agreed=list_agreements(access, chosen),
        pairs=sorted(found, key=lambda one: str(one[1])),
    )


def list_agreements(access: ResultAccess, group: uuid.UUID) -> list[UnitAgreement]:
    return list(UnitAgreement.objects.filter(survey=access.survey, unit=access.tree.unit_of[group]))
