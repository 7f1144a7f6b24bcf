"""What is written down for a coming day and has not happened yet."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aizuchi.people.models import (
    Employment,
    Leave,
    Membership,
    Organization,
    Person,
    PlannedUnitName,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitPlacement,
)

Date = datetime.date
DAY = datetime.timedelta(days=1)
NAMES = 3


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of change, and what follows from taking one back."""

    title: str | Promise
    follows: str | Promise
    is_about_people: bool = True


KINDS: Mapping[str, Kind] = {
    "joining": Kind(
        title=gettext_lazy("Begin to work here"),
        follows=gettext_lazy(
            "They don't come in, and what is planned for them goes. Who was to report to them keeps their supervisor."
        ),
    ),
    "leaving": Kind(
        title=gettext_lazy("Have their last day"),
        follows=gettext_lazy("They stay: unit, work and 1on1s go on. Roles have to be given anew."),
    ),
    "unit": Kind(title=gettext_lazy("Change to another unit"), follows=gettext_lazy("They stay in %(before)s.")),
    "head": Kind(
        title=gettext_lazy("Begin or stop to head their unit"), follows=gettext_lazy("It stays as it is: %(before)s.")
    ),
    "supervisor": Kind(
        title=gettext_lazy("Get another supervisor"),
        follows=gettext_lazy(
            "%(before)s stays the supervisor, and their 1on1s go on. Those with %(after)s don't begin."
        ),
    ),
    "supervisor-end": Kind(
        title=gettext_lazy("No longer have a supervisor"),
        follows=gettext_lazy("%(before)s stays the supervisor, and their 1on1s go on."),
    ),
    "work": Kind(
        title=gettext_lazy("Get another title or kind of work"),
        follows=gettext_lazy("It stays as it is: %(before)s."),
    ),
    "post": Kind(
        title=gettext_lazy("Join a unit beside their main one"), follows=gettext_lazy("They don't join %(after)s.")
    ),
    "post-end": Kind(
        title=gettext_lazy("Leave a unit beside their main one"), follows=gettext_lazy("They stay in %(before)s.")
    ),
    "absence": Kind(
        title=gettext_lazy("Go on leave"), follows=gettext_lazy("They aren't away, and their 1on1s keep their rhythm.")
    ),
    "absence-end": Kind(
        title=gettext_lazy("Come back from leave"),
        follows=gettext_lazy("They stay away until another day is entered, and their 1on1s rest."),
    ),
    "role": Kind(title=gettext_lazy("Get a role"), follows=gettext_lazy("The role isn't given: %(after)s.")),
    "role-end": Kind(title=gettext_lazy("Give up a role"), follows=gettext_lazy("They keep the role: %(before)s.")),
    "unit-new": Kind(
        title=pgettext_lazy("units", "Begin"),
        follows=gettext_lazy("The unit doesn't begin. Whoever is planned to move there has to be taken back first."),
        is_about_people=False,
    ),
    "unit-name": Kind(
        title=gettext_lazy("Get another name"),
        follows=gettext_lazy("The unit goes on being called %(before)s."),
        is_about_people=False,
    ),
    "unit-place": Kind(
        title=gettext_lazy("Move within the organization"),
        follows=gettext_lazy("The unit stays where it is: %(before)s."),
        is_about_people=False,
    ),
    "unit-end": Kind(title=gettext_lazy("Close"), follows=gettext_lazy("The unit stays open."), is_about_people=False),
}
_ORDER = {key: place for place, key in enumerate(KINDS)}


@dataclass(frozen=True, kw_only=True)
class PlannedChange:
    """`row_id` is the row that says so; `subject_id` the person or the unit."""

    day: Date
    kind: str
    row_id: uuid.UUID
    subject_id: uuid.UUID
    name: str
    before: str = ""
    after: str = ""
    before_id: uuid.UUID | None = None
    """The supervisor until then."""

    @property
    def title(self) -> str:
        return str(KINDS[self.kind].title)

    @property
    def is_about_people(self) -> bool:
        return KINDS[self.kind].is_about_people

    @property
    def follows(self) -> str:
        """What is so instead, once it is taken back."""
        if not self.before and self.kind in ("unit", "supervisor", "work"):
            return _("Until then and after it stays as it is.")
        return str(KINDS[self.kind].follows) % {"before": self.before, "after": self.after}


@dataclass(frozen=True, kw_only=True)
class PlannedKind:
    key: str
    title: str
    is_about_people: bool
    count: int
    names: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True, kw_only=True)
class PlannedDay:
    day: Date
    in_days: int
    count: int
    kinds: list[PlannedKind]


@dataclass(kw_only=True)
class _Plans:
    """Rows of one organization, and the names that they speak of."""

    organization: Organization
    today: Date
    people: dict[uuid.UUID, Person] = field(default_factory=dict)
    units: dict[uuid.UUID, Unit] = field(default_factory=dict)
    begins: dict[uuid.UUID, Date] = field(default_factory=dict)
    """Who is not here yet, and from when."""

    def name(self, person_id: uuid.UUID | None) -> str:
        return self.people[person_id].full_name if person_id in self.people else ""

    def label(self, unit_id: uuid.UUID | None) -> str:
        return self.units[unit_id].label if unit_id in self.units else ""

    def is_part_of_joining(self, row: Any) -> bool:
        return bool(self.begins.get(row.person_id) == row.starts_on)

    def is_part_of_leaving(self, row: Any) -> bool:
        gone_on = self.people[row.person_id].gone_on
        return bool(gone_on and gone_on == row.until_on)


def list_planned(organization: Organization, *, today: Date) -> list[PlannedChange]:
    """Everything after today, day by day; a fixed number of queries. The caller asked who may keep people."""
    plans = _Plans(organization=organization, today=today)
    people = Person.objects.filter(organization=organization)
    plans.people = {person.pk: person for person in people.only(*_NEEDED)}
    plans.units = {unit.pk: unit for unit in Unit.objects.filter(organization=organization)}
    memberships = _dated(Membership.objects.filter(person__organization=organization), today)
    plans.begins = _beginnings(plans, memberships)
    changes = [
        *_comings_and_goings(plans),
        *_moves(plans, [row for row in memberships if row.is_main]),
        *_posts(plans, [row for row in memberships if not row.is_main]),
        *_lines(plans),
        *_work(plans),
        *_absences(plans),
        *_roles(plans),
        *_units(plans),
        *_places(plans),
    ]
    return sorted(changes, key=lambda change: (change.day, _ORDER[change.kind], change.name))


def by_day(changes: Iterable[PlannedChange], *, today: Date) -> list[PlannedDay]:
    """How much there is of each sort, with the first names."""
    days: dict[Date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        days[change.day][change.kind].append(change.name)
    return [
        PlannedDay(
            day=day,
            in_days=(day - today).days,
            count=sum(map(len, kinds.values())),
            kinds=[
                PlannedKind(
                    key=key,
                    title=str(KINDS[key].title),
                    is_about_people=KINDS[key].is_about_people,
                    count=len(names),
                    names=names[:NAMES],
                )
                for key, names in kinds.items()
            ],
        )
        for day, kinds in sorted(days.items())
    ]


def find_planned(organization: Organization, *, kind: str, row_id: uuid.UUID, today: Date) -> PlannedChange | None:
    """Nothing once its day has come, or somebody has taken it back."""
    changes = list_planned(organization, today=today)
    return next((change for change in changes if change.kind == kind and change.row_id == row_id), None)


_NEEDED = (
    "organization",
    "family_name",
    "given_name",
    "family_romaji",
    "given_romaji",
    "joined_on",
    "left_on",
)


def _dated(rows: QuerySet[Any], today: Date) -> list[Any]:
    """What holds today or will, and what ended today; what never held is left out."""
    lasting = Q(until_on__isnull=True) | (Q(until_on__gt=F("starts_on")) & Q(until_on__gte=today))
    return list(rows.filter(lasting).order_by("starts_on"))


def _beginnings(plans: _Plans, memberships: Sequence[Membership]) -> dict[uuid.UUID, Date]:
    """By their first day or, where that is not known, by their first unit."""
    begins = {
        person.pk: person.joined_on
        for person in plans.people.values()
        if person.joined_on and person.joined_on > plans.today
    }
    coming = {row.person_id for row in memberships if row.is_main and row.starts_on > plans.today}
    known = set(begins)
    for chunk in _chunks(sorted(coming - known)):
        known |= set(
            Membership.objects.filter(person__in=chunk, starts_on__lte=plans.today).values_list("person", flat=True)
        )
    for row in memberships:
        if row.is_main and row.person_id in coming - known:
            begins.setdefault(row.person_id, row.starts_on)
    return begins


def _comings_and_goings(plans: _Plans) -> Iterator[PlannedChange]:
    for pk, day in plans.begins.items():
        yield PlannedChange(day=day, kind="joining", row_id=pk, subject_id=pk, name=plans.name(pk))
    for pk, person in plans.people.items():
        if (
            person.left_on
            and person.left_on >= plans.today
            and (not person.joined_on or person.left_on >= person.joined_on)
        ):
            yield PlannedChange(day=person.left_on, kind="leaving", row_id=pk, subject_id=pk, name=plans.name(pk))


def _moves(plans: _Plans, rows: Sequence[Membership]) -> Iterator[PlannedChange]:
    for row, former in _each_with_former(rows, "person_id"):
        if row.starts_on <= plans.today or plans.is_part_of_joining(row):
            continue
        is_head = bool(former and former.unit_id == row.unit_id)
        yield PlannedChange(
            day=row.starts_on,
            kind="head" if is_head else "unit",
            row_id=row.pk,
            subject_id=row.person_id,
            name=plans.name(row.person_id),
            before=_post(plans, former) if former else "",
            after=_post(plans, row),
        )


def _post(plans: _Plans, row: Membership) -> str:
    return _("%(unit)s, as head") % {"unit": plans.label(row.unit_id)} if row.is_head else plans.label(row.unit_id)


def _posts(plans: _Plans, rows: Sequence[Membership]) -> Iterator[PlannedChange]:
    for row in rows:
        told: dict[str, Any] = {"row_id": row.pk, "subject_id": row.person_id, "name": plans.name(row.person_id)}
        if row.starts_on > plans.today and not plans.is_part_of_joining(row):
            yield PlannedChange(day=row.starts_on, kind="post", after=_post(plans, row), **told)
        if row.until_on and row.until_on > plans.today and not plans.is_part_of_leaving(row):
            yield PlannedChange(day=row.until_on, kind="post-end", before=_post(plans, row), **told)


def _lines(plans: _Plans) -> Iterator[PlannedChange]:
    rows = _dated(ReportingLine.objects.filter(person__organization=plans.organization), plans.today)
    begun = {(row.person_id, row.starts_on) for row in rows}
    for row, former in _each_with_former(rows, "person_id"):
        told: dict[str, Any] = {"row_id": row.pk, "subject_id": row.person_id, "name": plans.name(row.person_id)}
        supervisor = plans.name(row.supervisor_id)
        if row.starts_on > plans.today and not plans.is_part_of_joining(row):
            before = plans.name(former.supervisor_id) if former else ""
            yield PlannedChange(
                day=row.starts_on,
                kind="supervisor",
                before=before,
                before_id=former.supervisor_id if former else None,
                after=supervisor,
                **told,
            )
        is_over = row.until_on and row.until_on > plans.today and not plans.is_part_of_leaving(row)
        leader_leaves = row.until_on and plans.people[row.supervisor_id].gone_on == row.until_on
        if is_over and not leader_leaves and (row.person_id, row.until_on) not in begun:
            yield PlannedChange(day=row.until_on, kind="supervisor-end", before=supervisor, **told)


def _work(plans: _Plans) -> Iterator[PlannedChange]:
    rows = _dated(Employment.objects.filter(person__organization=plans.organization), plans.today)
    for row, former in _each_with_former(rows, "person_id"):
        if row.starts_on > plans.today and not plans.is_part_of_joining(row):
            yield PlannedChange(
                day=row.starts_on,
                kind="work",
                row_id=row.pk,
                subject_id=row.person_id,
                name=plans.name(row.person_id),
                before=_facts(former) if former else "",
                after=_facts(row),
            )


def _facts(row: Employment) -> str:
    return " · ".join(filter(None, (row.title, row.grade, row.site, row.kind_label)))


def _absences(plans: _Plans) -> Iterator[PlannedChange]:
    for row in _dated(Leave.objects.filter(person__organization=plans.organization), plans.today):
        told: dict[str, Any] = {"row_id": row.pk, "subject_id": row.person_id, "name": plans.name(row.person_id)}
        if row.starts_on > plans.today:
            yield PlannedChange(day=row.starts_on, kind="absence", **told)
        if row.until_on and row.until_on > plans.today and not plans.is_part_of_leaving(row):
            yield PlannedChange(day=row.until_on, kind="absence-end", **told)


def _roles(plans: _Plans) -> Iterator[PlannedChange]:
    for row in _dated(RoleGrant.objects.filter(person__organization=plans.organization), plans.today):
        told: dict[str, Any] = {"row_id": row.pk, "subject_id": row.person_id, "name": plans.name(row.person_id)}
        role = str(row.get_role_display())
        if row.starts_on > plans.today:
            yield PlannedChange(day=row.starts_on, kind="role", after=role, **told)
        if row.until_on and row.until_on > plans.today and not plans.is_part_of_leaving(row):
            yield PlannedChange(day=row.until_on, kind="role-end", before=role, **told)


def _units(plans: _Plans) -> Iterator[PlannedChange]:
    for unit in plans.units.values():
        told: dict[str, Any] = {"row_id": unit.pk, "subject_id": unit.pk, "name": unit.label}
        if unit.until_on == unit.starts_on:
            continue
        if unit.starts_on > plans.today:
            yield PlannedChange(day=unit.starts_on, kind="unit-new", **told)
        if unit.until_on and unit.until_on > plans.today:
            yield PlannedChange(day=unit.until_on, kind="unit-end", **told)
    latest: dict[uuid.UUID, str] = {}
    names = PlannedUnitName.objects.filter(unit__organization=plans.organization, starts_on__gt=plans.today)
    for name in names.select_related("unit").order_by("starts_on"):
        after = Unit(name=name.name, name_en=name.name_en).label
        yield PlannedChange(
            day=name.starts_on,
            kind="unit-name",
            row_id=name.pk,
            subject_id=name.unit_id,
            name=name.unit.label,
            before=latest.get(name.unit_id, name.unit.label),
            after=after,
        )
        latest[name.unit_id] = after


def _places(plans: _Plans) -> Iterator[PlannedChange]:
    rows = _dated(UnitPlacement.objects.filter(unit__organization=plans.organization), plans.today)
    top = _("at the top")
    for row, former in _each_with_former(rows, "unit_id"):
        if row.starts_on > plans.today and former:
            yield PlannedChange(
                day=row.starts_on,
                kind="unit-place",
                row_id=row.pk,
                subject_id=row.unit_id,
                name=plans.label(row.unit_id),
                before=plans.label(former.parent_id) or top,
                after=plans.label(row.parent_id) or top,
            )


def _each_with_former(rows: Iterable[Any], owner: str) -> Iterator[tuple[Any, Any]]:
    """Each row and the one of the same owner that ends where it begins."""
    ends = {(getattr(row, owner), row.until_on): row for row in rows}
    for row in rows:
        yield row, ends.get((getattr(row, owner), row.starts_on))


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), 500):
        yield items[start : start + 500]
