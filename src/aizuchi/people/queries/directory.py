"""Finding people: by name in any script, and by unit.

Nothing here grows with the organization but one scan for a name: units are walked near the chosen one only, and instead
of counting matches we look whether there is one more.
"""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from aizuchi.people.models import Membership, Person, Unit, UnitPlacement
from aizuchi.people.models.person import PersonQuerySet
from aizuchi.people.queries.cards import PersonCard, cards_of_people
from aizuchi.people.search import fold_query

PAGE_SIZE = 30
FEW = 300
DEEPEST = 64  # an end for the walk even if the data held a circle

_HOLDS = "placement.starts_on <= %s AND (placement.until_on IS NULL OR placement.until_on > %s)"
_BELOW = f"""
    WITH RECURSIVE below (unit_id, depth) AS (
        SELECT %s, 0
        UNION
        SELECT placement.unit_id, below.depth + 1 FROM people_unitplacement placement
        JOIN below ON placement.parent_id = below.unit_id WHERE below.depth < {DEEPEST} AND {_HOLDS}
    )
    SELECT unit_id FROM below"""  # noqa: S608 (constants only)
_ABOVE = f"""
    WITH RECURSIVE above (unit_id, depth) AS (
        SELECT %s, 0
        UNION
        SELECT placement.parent_id, above.depth + 1 FROM people_unitplacement placement
        JOIN above ON placement.unit_id = above.unit_id
        WHERE placement.parent_id IS NOT NULL AND above.depth < {DEEPEST} AND {_HOLDS}
    )
    SELECT unit_id FROM above ORDER BY depth DESC"""  # noqa: S608 (constants only)


@dataclass(frozen=True)
class UnitLink:
    id: uuid.UUID
    label: str


@dataclass(frozen=True, kw_only=True)
class Directory:
    people: list[PersonCard]
    typed: str
    unit: UnitLink | None
    path: list[UnitLink]  # from the root to the chosen unit
    units: list[UnitLink]  # directly below the chosen one, or the roots
    number: int
    has_next: bool


def list_colleagues(
    *, viewer: Person, typed: str, unit_id: uuid.UUID | None, number: int, on: datetime.date
) -> Directory:
    """Whoever is there on that date. Raises Unit.DoesNotExist for a unit of another organization."""
    path = _list_path(viewer, unit_id, on) if unit_id else []
    start = (number - 1) * PAGE_SIZE
    found = _find(viewer, typed, unit_id, on)[start : start + PAGE_SIZE + 1]
    people = list(found)
    cards = cards_of_people(people[:PAGE_SIZE], on=on)
    return Directory(
        people=list(cards.values()),
        typed=typed,
        unit=path[-1] if path else None,
        path=path,
        units=_list_units(viewer, unit_id, on),
        number=number,
        has_next=len(people) > PAGE_SIZE,
    )


def _find(viewer: Person, typed: str, unit_id: uuid.UUID | None, on: datetime.date) -> PersonQuerySet:
    people: PersonQuerySet = Person.objects.visible_to(viewer).present_on(on)
    words = fold_query(typed)
    if typed.strip() and not words:
        return people.none()
    for word in words:
        people = people.filter(search_text__contains=word)
    if unit_id:
        people = _within(people, unit_id, on)
    return people.order_by("family_kana", "given_kana", "id")


def _within(people: PersonQuerySet, unit_id: uuid.UUID, on: datetime.date) -> PersonQuerySet:
    """The few of a small unit are looked up by key; the many of a large one are met early while going by name."""
    members = Membership.objects.on(on).filter(unit__in=_walk(_BELOW, unit_id, on))
    few = list(members.values_list("person", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return people.filter(pk__in=few)
    return people.filter(Exists(members.filter(person=OuterRef("pk"))))


def _list_path(viewer: Person, unit_id: uuid.UUID, on: datetime.date) -> list[UnitLink]:
    above = _walk(_ABOVE, unit_id, on)
    units = Unit.objects.filter(organization=viewer.organization_id).in_bulk(above)
    if unit_id not in units:
        raise Unit.DoesNotExist
    return [UnitLink(key, units[key].label) for key in above if key in units]


def _list_units(viewer: Person, parent_id: uuid.UUID | None, on: datetime.date) -> list[UnitLink]:
    standing = Unit.objects.on(on).filter(organization=viewer.organization_id)
    placed = UnitPlacement.objects.on(on).filter(unit__in=standing, parent=parent_id)
    rows: Sequence[tuple[uuid.UUID, str, str]] = list(
        placed.order_by("unit__code").values_list("unit", "unit__name", "unit__name_en")
    )
    is_english = get_language() == "en"
    return [UnitLink(key, (name_en or name) if is_english else name) for key, name, name_en in rows]


def _walk(sql: str, start: uuid.UUID, on: datetime.date) -> list[uuid.UUID]:
    key = Unit._meta.pk.get_db_prep_value(start, connection)
    date = connection.ops.adapt_datefield_value(on)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key, date, date])
        found = [row[0] for row in cursor.fetchall()]
    return [uuid.UUID(value) if isinstance(value, str) else value for value in found]
