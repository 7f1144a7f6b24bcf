"""Everybody as a file in the import's own format: taken over again it changes nothing."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from aizuchi.kernel.export import ExportColumn, ExportTable
from aizuchi.people.importing.columns import BY_KEY, write_path
from aizuchi.people.models import Employment, Membership, Organization, Person, ReportingLine
from aizuchi.people.queries.units import outline_of

KEYS = (
    *("employee_number", "family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji"),
    *("email", "unit", "unit_code", "is_head", "other_units", "title", "title_en", "grade", "site", "kind"),
    *("supervisor", "joined_on", "left_on", "language"),
)


def make_roster(organization: Organization, *, on: datetime.date) -> ExportTable:
    """Those who work here on that day or will; who has no number cannot be told apart and is left out."""
    columns = [ExportColumn(key, BY_KEY[key].label) for key in KEYS]
    return ExportTable(name="aizuchi-people", columns=columns, rows=_list_rows(organization, on))


def _list_rows(organization: Organization, on: datetime.date) -> Iterator[list[object]]:
    people = Person.objects.filter(organization=organization).exclude(employee_number="").still_here_on(on)
    tree = outline_of(organization, on=on)
    memberships: dict[Any, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.on(on).filter(person__organization=organization).select_related("unit"):
        memberships[membership.person_id].append(membership)
    lines = ReportingLine.objects.on(on).filter(person__organization=organization)
    supervisors = dict(lines.values_list("person", "supervisor__employee_number"))
    works = {row.person_id: row for row in Employment.objects.on(on).filter(person__organization=organization)}
    for person in people.order_by("employee_number"):
        mine = memberships[person.pk]
        main = next((row for row in mine if row.is_main), None)
        work = works.get(person.pk) or Employment()
        told = {
            "unit": write_path(tuple(node.name for node in tree.path_of(main.unit_id))) if main else "",
            "unit_code": main.unit.code if main else "",
            "is_head": "1" if main and main.is_head else "",
            "other_units": ";".join(sorted(row.unit.code for row in mine if not row.is_main)),
            "kind": work.kind_label,
            "supervisor": supervisors.get(person.pk, ""),
            **{key: getattr(work, key) for key in ("title", "title_en", "grade", "site")},
        }
        yield [told[key] if key in told else getattr(person, key) for key in KEYS]
