"""Somebody has to be there who can let others in."""

import datetime
import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization, Person, RoleGrant
from aizuchi.people.policies import GUARDED
from aizuchi.people.ranges import holds_after

GRANTS = RoleGrant.objects.filter(role=RoleGrant.Role.ADMINISTRATOR)


class LatestAdministrator(Refusal):
    sentence = _(
        "Somebody has to stay administrator. Please name another one first: somebody who has signed in already, "
        "in a role without an end."
    )


class AboutAdministrators(Refusal):
    sentence = _("This is about an administrator's account, so an administrator does it.")


def keep_an_administrator(organization: Organization, *, on: datetime.date, apart_from: Q | None = None) -> None:
    """Raises LatestAdministrator unless others hold the role from that day without an end, stay, and can come in."""
    standing = _standing(organization, on)
    if not (standing.exclude(apart_from) if apart_from else standing).exists():
        raise LatestAdministrator


def list_administrators(organization: Organization, *, on: datetime.date) -> set[uuid.UUID]:
    return set(_standing(organization, on).values_list("person", flat=True))


def will_administer(organization: Organization, *, on: datetime.date) -> set[uuid.UUID]:
    grants = GRANTS.filter(holds_after(on), person__organization=organization)
    return set(grants.values_list("person", flat=True))


def will_be_guarded(organization: Organization, *, on: datetime.date) -> set[uuid.UUID]:
    """Of whom `has_guarded_address` holds."""
    grants = RoleGrant.objects.filter(holds_after(on), role__in=GUARDED, person__organization=organization)
    return set(grants.values_list("person", flat=True))


Watch = list[tuple[datetime.date, datetime.date]]


def watch_of(organization: Organization, *, on: datetime.date) -> Watch:
    """From when until when there is an administrator who can come in, one range for each of them."""
    come_in = Person.objects.filter(organization=organization, email__isnull=False).come_in()
    grants = GRANTS.filter(holds_after(on), person__in=come_in).select_related("person")
    return [
        (grant.starts_on, min(grant.until_on or datetime.date.max, grant.person.gone_on or datetime.date.max))
        for grant in grants
    ]


def keep_watch(before: Watch, after: Watch, *, on: datetime.date) -> None:
    """Raises LatestAdministrator where a day had an administrator and has none any more."""
    turns = {day for range_ in (*before, *after) for day in range_ if on <= day < datetime.date.max}
    far = datetime.date.max - datetime.timedelta(days=1)
    for day in (on, *sorted(turns), far):
        if _is_watched(before, day) and not _is_watched(after, day):
            raise LatestAdministrator


def _is_watched(watch: Watch, day: datetime.date) -> bool:
    return any(starts_on <= day < until_on for starts_on, until_on in watch)


def _standing(organization: Organization, on: datetime.date) -> QuerySet[RoleGrant]:
    """Whoever was only invited may never come."""
    come_in = Person.objects.filter(organization=organization, left_on__isnull=True, email__isnull=False).come_in()
    return GRANTS.filter(until_on__isnull=True, starts_on__lte=on, person__in=come_in)
