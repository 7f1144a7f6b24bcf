import uuid
from collections.abc import Collection

from django.db.models import Q

from aizuchi.meetings.models import Meeting

State = Meeting.State


def list_pairs_with_meetings(pair_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those that met, or in which somebody has prepared anything for it. A date alone is not missed."""
    prepared = (
        Q(items__isnull=False)
        | Q(pre_questions__isnull=False)
        | Q(preparations__finished_at__isnull=False)
        | Q(preparations__condition__isnull=False)
        | Q(preparations__private_note__isnull=False)
    )
    met = Q(state__in=[State.HELD, State.CLOSED])
    return set(Meeting.objects.filter(prepared | met, pair__in=pair_ids).values_list("pair", flat=True))
