from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from aizuchi.audit.operations import Record
from aizuchi.pairs.models import Pair


def save_dates(pairs: Iterable[Pair]) -> None:
    """Saves from when to when, and why it ended. Thousands change on the same day: one statement for each day."""
    alike: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for pair in pairs:
        alike[pair.starts_on, pair.until_on, pair.ended_because].append(pair)
    for (starts_on, until_on, ended_because), group in alike.items():
        Pair.objects.filter(pk__in=[pair.pk for pair in group]).update(
            starts_on=starts_on, until_on=until_on, ended_because=ended_because, version=F("version") + 1
        )


def record_of(pair: Pair) -> Record:
    action = "pairs.pair.ended" if pair.until_on else "pairs.pair.reopened"
    return Record(action=action, subject_id=pair.pk, detail={"starts_on": pair.starts_on, "until_on": pair.until_on})
