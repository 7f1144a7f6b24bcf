"""What is true of people beside their unit, on the day a survey opens."""

import datetime
import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from aizuchi.people.models import Employment, Organization, Person, RoleGrant
from aizuchi.people.queries import all_heads
from aizuchi.surveys.models import Survey
from aizuchi.surveys.models.survey import LONGEST_VALUES

Attribute, AskedRole, Tenure = Survey.Attribute, Survey.AskedRole, Survey.Tenure

SETTLED_AFTER, LONG_AFTER = datetime.timedelta(days=365), datetime.timedelta(days=3 * 365)
UNKNOWN = ""
TOGETHER = "+"
REST = "*"
"""Values that would be too many to name."""
HEAD, OTHER = "head", "other"
NAMES = {
    Tenure.NEW: gettext_lazy("In the first year"),
    Tenure.SETTLED: gettext_lazy("One to three years here"),
    Tenure.LONG: gettext_lazy("Three years or longer here"),
    HEAD: gettext_lazy("Heads"),
    OTHER: gettext_lazy("Everybody but heads"),
}
ORDER = [Tenure.NEW, Tenure.SETTLED, Tenure.LONG]


def find_tenures(organization: Organization, *, on: datetime.date) -> dict[uuid.UUID, str]:
    """Only of those whose first day is known."""
    joined = Person.objects.filter(organization=organization, joined_on__isnull=False).values_list("pk", "joined_on")
    return {person: _tenure(on - day) for person, day in joined if day is not None}


def _tenure(here: datetime.timedelta) -> str:
    if here < SETTLED_AFTER:
        return Tenure.NEW
    return Tenure.SETTLED if here < LONG_AFTER else Tenure.LONG


def find_of_role(organization: Organization, role: str, *, on: datetime.date) -> set[uuid.UUID]:
    """`AskedRole.MEMBERS`: whoever heads nothing."""
    if role == AskedRole.HEADS:
        return all_heads(organization, on=on)
    people = Person.objects.filter(organization=organization)
    if role == AskedRole.MEMBERS:
        return set(people.values_list("pk", flat=True)) - all_heads(organization, on=on)
    granted = RoleGrant.objects.on(on).filter(person__in=people, role=role)
    return set(granted.values_list("person", flat=True))


def find_values(organization: Organization, attribute: str, *, on: datetime.date) -> dict[uuid.UUID, str]:
    """By person, of those of whom it is known. Empty where people are told apart by unit only."""
    if attribute == Attribute.TENURE:
        return find_tenures(organization, on=on)
    if attribute == Attribute.HEADS:
        heads = all_heads(organization, on=on)
        people = Person.objects.filter(organization=organization).values_list("pk", flat=True)
        return {person: HEAD if person in heads else OTHER for person in people}
    column = {Attribute.GRADE: "grade", Attribute.SITE: "site", Attribute.EMPLOYMENT: "kind"}.get(Attribute(attribute))
    if column is None:
        return {}
    work = Employment.objects.on(on).filter(person__organization=organization)
    return {person: value for person, value in work.values_list("person", column) if value}


def join_values(values: list[str]) -> str:
    """As a group keeps them; `+` parts them, and what would be too long says only that it is the rest."""
    joined = TOGETHER.join(value.replace(TOGETHER, "＋") for value in values)
    return joined if len(joined) <= LONGEST_VALUES else REST


def say_values(values: str) -> str:
    if values == REST:
        return _("All others")
    return _(", ").join(_say_value(value) for value in values.split(TOGETHER))


def _say_value(value: str) -> str:
    if value == UNKNOWN:
        return pgettext("what is true of somebody", "Not known")
    if value in Employment.Kind:
        return str(Employment.Kind(value).label)
    return str(NAMES.get(value, value))
