"""Fills an installation with the cast, whose supervisor pairs the operations themselves begin. Prints who is who."""

import json
import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from aizuchi.catalogue.reactions import install_for_new_organization  # noqa: E402
from aizuchi.pairs.operations import follow_reporting_lines  # noqa: E402
from aizuchi.people.events import OrganizationCreated  # noqa: E402
from aizuchi.people.models import Person  # noqa: E402
from tests.cast import make_cast  # noqa: E402
from tests.factories import PASSWORD  # noqa: E402

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
    json.dump({"people": people, "password": PASSWORD}, sys.stdout)
