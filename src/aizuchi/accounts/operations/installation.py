"""How the first people come into an installation: by whoever runs the machine."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from aizuchi.people.models import Organization, Person, RoleGrant
from aizuchi.people.operations.organization import create_organization
from aizuchi.people.operations.person import PersonFacts, add_person
from aizuchi.people.operations.roles import grant_role


class AlreadyStarted(Exception):
    """There is an organization already; its administrator lets others in."""


@dataclass(frozen=True, kw_only=True)
class NewAdministrator:
    family_name: str
    given_name: str
    email: str
    password: str


@transaction.atomic
def start_installation(
    *,
    organization_name: str,
    language: str,
    time_zone: str,
    administrator: NewAdministrator,
    now: datetime.datetime,
) -> Person:
    """Makes the organization and its first administrator, once. Of two who try at the same moment, one is refused."""
    _let_nobody_else_start()
    if Organization.objects.exists():
        raise AlreadyStarted
    organization = create_organization(
        name=organization_name, language=language, time_zone=time_zone, actor=None, now=now
    )
    return create_administrator(organization=organization, administrator=administrator, now=now)


@transaction.atomic
def create_administrator(
    *, organization: Organization, administrator: NewAdministrator, now: datetime.datetime
) -> Person:
    """Raises PersonExists for a known address and ValidationError for a password that is too easy."""
    today = organization.today(now)
    facts = PersonFacts(
        family_name=administrator.family_name,
        given_name=administrator.given_name,
        email=administrator.email,
        language=organization.language,
    )
    person = add_person(organization_id=organization.pk, facts=facts, actor=None, now=now, on=today)
    validate_password(administrator.password, person)
    person.set_password(administrator.password)
    person.save(update_fields=["password"])
    grant_role(person_id=person.pk, role=RoleGrant.Role.ADMINISTRATOR, starts_on=today, actor=None, now=now)
    return person


def _let_nobody_else_start() -> None:
    """SQLite has one writer at a time anyway (our transactions begin as writers)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Organization._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
