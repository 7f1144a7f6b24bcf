"""Who leads whom, on any date."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import connection

from aizuchi.people.models import ReportingLine

# A chain longer than any company has: an end for the walk even if the data held a circle.
DEEPEST = 64

_HOLDS = "line.starts_on <= %s AND (line.until_on IS NULL OR line.until_on > %s)"
_UPWARDS = f"""
    WITH RECURSIVE chain (person_id, depth) AS (
        SELECT line.supervisor_id, 1 FROM people_reportingline line WHERE line.person_id = %s AND {_HOLDS}
        UNION
        SELECT line.supervisor_id, chain.depth + 1 FROM people_reportingline line
        JOIN chain ON line.person_id = chain.person_id WHERE chain.depth < {DEEPEST} AND {_HOLDS}
    )
    SELECT person_id FROM chain ORDER BY depth"""  # noqa: S608 (constants only)
_DOWNWARDS = f"""
    WITH RECURSIVE chain (person_id, depth) AS (
        SELECT line.person_id, 1 FROM people_reportingline line WHERE line.supervisor_id = %s AND {_HOLDS}
        UNION
        SELECT line.person_id, chain.depth + 1 FROM people_reportingline line
        JOIN chain ON line.supervisor_id = chain.person_id WHERE chain.depth < {DEEPEST} AND {_HOLDS}
    )
    SELECT person_id FROM chain ORDER BY depth"""  # noqa: S608 (constants only)


def supervisor_of(person_id: uuid.UUID, *, on: datetime.date) -> uuid.UUID | None:
    return ReportingLine.objects.on(on).filter(person=person_id).values_list("supervisor", flat=True).first()


def supervisors_of(person_ids: Iterable[uuid.UUID], *, on: datetime.date) -> dict[uuid.UUID, uuid.UUID]:
    lines = ReportingLine.objects.on(on).filter(person__in=list(person_ids))
    return dict(lines.values_list("person", "supervisor"))


def reports_of(supervisor_id: uuid.UUID, *, on: datetime.date) -> list[uuid.UUID]:
    """Direct reports, by name."""
    lines = ReportingLine.objects.on(on).filter(supervisor=supervisor_id)
    return list(lines.order_by("person__family_kana", "person__given_kana", "person").values_list("person", flat=True))


def chain_of_command(person_id: uuid.UUID, *, on: datetime.date) -> list[uuid.UUID]:
    """Everybody above, nearest first."""
    return _walk(_UPWARDS, person_id, on)


def people_below(supervisor_id: uuid.UUID, *, on: datetime.date) -> list[uuid.UUID]:
    """Everybody below at any depth, nearest first."""
    return _walk(_DOWNWARDS, supervisor_id, on)


def is_in_chain(supervisor_id: uuid.UUID, *, above: uuid.UUID, on: datetime.date) -> bool:
    return supervisor_id in chain_of_command(above, on=on)


def _walk(sql: str, start: uuid.UUID, on: datetime.date) -> list[uuid.UUID]:
    key = ReportingLine._meta.pk
    date = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key.get_db_prep_value(start, connection), date, date, date, date])
        found = [row[0] for row in cursor.fetchall()]
    return list(dict.fromkeys(uuid.UUID(value) if isinstance(value, str) else value for value in found))
