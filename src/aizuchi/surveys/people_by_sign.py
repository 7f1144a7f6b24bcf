"""People as a list or a table names them: by employee number or mail address."""

import uuid
from collections.abc import Collection

from aizuchi.people.models import Organization, Person


def find_people(organization: Organization, typed: Collection[str]) -> dict[str, uuid.UUID]:
    """By what was typed, in small letters, of whom is here or was. Where one is somebody's number and another's
    address, it is the number."""
    wanted = {one.strip().lower() for one in typed if one.strip()}
    people = Person.objects.filter(organization=organization).values_list("pk", "employee_number", "email")
    by_number: dict[str, uuid.UUID] = {}
    by_address: dict[str, uuid.UUID] = {}
    for pk, number, address in people if wanted else ():
        by_number[(number or "").lower()] = by_address[(address or "").lower()] = pk
    found = by_address | {number: pk for number, pk in by_number.items() if number}
    return {one: found[one] for one in wanted if one in found}
