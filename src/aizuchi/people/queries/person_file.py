"""What HR sees of one person: today's facts and how they came about."""

import datetime
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aizuchi.people.models import AddressChange, Employment, Leave, Membership, Person, ReportingLine, RoleGrant
from aizuchi.people.queries.cards import PersonCard, card_of, cards_of
from aizuchi.people.queries.lines import reports_of, supervisor_of
from aizuchi.people.queries.memberships import UnitOfPerson, units_of

Date = datetime.date
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Period:
    """One dated fact; `ends_on` is its last day, as people count."""

    what: str
    text: str
    starts_on: Date
    ends_on: Date | None


@dataclass(frozen=True, kw_only=True)
class LeavePeriod:
    id: uuid.UUID
    starts_on: Date
    ends_on: Date | None
    """The last day away, as people count."""


@dataclass(frozen=True, kw_only=True)
class PersonFile:
    person: Person
    card: PersonCard
    units: list[UnitOfPerson]
    supervisor: PersonCard | None
    reports: list[PersonCard]
    employment: Employment | None
    leaves: list[LeavePeriod]
    roles: list[str]
    history: list[Period]
    address_change: AddressChange | None

    @property
    def in_short(self) -> list[str]:
        """Position, whom they report to, roles: what there is of it."""
        reports_to = _("reports to %(name)s") % {"name": self.supervisor.full_name} if self.supervisor else ""
        return [part for part in (self.card.position, reports_to, ", ".join(self.roles)) if part]

    @property
    def main_unit(self) -> UnitOfPerson | None:
        return next((unit for unit in self.units if unit.is_main), None)

    @property
    def other_units(self) -> list[UnitOfPerson]:
        return [unit for unit in self.units if not unit.is_main]


def get_person_file(person: Person, *, on: Date) -> PersonFile:
    """The caller has asked whether the viewer may keep people."""
    supervisor = supervisor_of(person.pk, on=on)
    reports = reports_of(person.pk, on=on)
    cards = cards_of([*([supervisor] if supervisor else []), *reports], on=on)
    grants = RoleGrant.objects.on(on).filter(person=person)
    return PersonFile(
        person=person,
        card=card_of(person, on=on),
        units=units_of(person, on=on),
        supervisor=cards.get(supervisor) if supervisor else None,
        reports=[cards[report] for report in reports],
        employment=Employment.objects.on(on).filter(person=person).first(),
        leaves=_open_leaves(person, on),
        address_change=AddressChange.objects.filter(person=person).select_related("person").first(),
        roles=[grant.get_role_display() for grant in grants],
        history=history_of(person),
    )


def history_of(person: Person) -> list[Period]:
    """Every dated fact, latest first; what was taken back on its first day never held and is left out."""
    periods = [*_units(person), *_lines(person), *_work(person), *_absences(person), *_roles(person), *_stays(person)]
    held = [period for period in periods if period.ends_on is None or period.ends_on >= period.starts_on]
    return sorted(held, key=lambda period: period.starts_on, reverse=True)


def _period(what: str, text: str, row: Membership | ReportingLine | Employment | Leave | RoleGrant) -> Period:
    return Period(what=what, text=text, starts_on=row.starts_on, ends_on=row.until_on - DAY if row.until_on else None)


def _units(person: Person) -> list[Period]:
    rows = person.memberships.select_related("unit").order_by("starts_on")
    return [
        _period(
            _("Unit") if row.is_main else _("Other unit"),
            _("%(unit)s, as head") % {"unit": row.unit.label} if row.is_head else row.unit.label,
            row,
        )
        for row in rows
    ]


def _lines(person: Person) -> list[Period]:
    rows = person.reporting_lines.select_related("supervisor")
    return [_period(_("Supervisor"), row.supervisor.full_name, row) for row in rows]


def _work(person: Person) -> list[Period]:
    return [
        _period(_("Work"), " · ".join(filter(None, (row.title, row.grade, row.site, row.kind_label))), row)
        for row in person.employments.all()
    ]


def _absences(person: Person) -> list[Period]:
    return [_period(_("Leave of absence"), "", row) for row in person.leaves.all()]


def _roles(person: Person) -> list[Period]:
    return [_period(_("Role"), row.get_role_display(), row) for row in person.role_grants.all()]


def _stays(person: Person) -> list[Period]:
    """Times before somebody came back; of the first day nothing may be known."""
    return [
        Period(what=_("Worked here before"), text="", starts_on=stay.joined_on or stay.left_on, ends_on=stay.left_on)
        for stay in person.earlier_stays.all()
    ]


def _open_leaves(person: Person, on: Date) -> list[LeavePeriod]:
    rows = person.leaves.order_by("starts_on")
    return [
        LeavePeriod(id=row.pk, starts_on=row.starts_on, ends_on=row.until_on - DAY if row.until_on else None)
        for row in rows
        if row.until_on is None or (row.until_on > on and row.until_on > row.starts_on)
    ]
