"""Fills an installation with the cast, whose supervisor pairs the operations themselves begin.

Prints who is who, and the cookies of a session of each.
"""

import datetime
import json
import sys

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from aizuchi.accounts import step_up  # noqa: E402
from aizuchi.catalogue.reactions import install_for_new_organization  # noqa: E402
from aizuchi.pairs.operations import follow_reporting_lines  # noqa: E402
from aizuchi.people.events import OrganizationCreated  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories import PASSWORD  # noqa: E402


def open_session(person: Person) -> dict[str, str]:
    """The cookies of a browser in which they have just signed in, and will have today, however busy the machine."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        proof = step_up.make_proof(key)
    return {settings.SESSION_COOKIE_NAME: key, step_up.COOKIE: proof}


if __name__ == "__main__":
    now = timezone.now()
    cast = make_cast()
    for organization in (cast.organization, cast.stranger.organization):
        install_for_new_organization(OrganizationCreated(organization_id=organization.pk, actor_id=None, at=now))
    everybody = [person.pk for person in cast.everybody if person.organization_id == cast.organization.pk]
    follow_reporting_lines(organization=cast.organization, person_ids=everybody, actor=None, now=now)
    people = {
        name: {"id": str(value.pk), "email": value.email, "name": value.full_name}
        for name, value in vars(cast).items()
        if isinstance(value, Person)
    }
    sessions = {name: open_session(value) for name, value in vars(cast).items() if isinstance(value, Person)}
    json.dump({"people": people, "password": PASSWORD, "sessions": sessions}, sys.stdout)
