"""What a user of SCIM says, in the words of `people`."""

import dataclasses
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop
from scim2_models import InvalidValueException

from aizuchi.gateway.scim.schema import EnterpriseUser
from aizuchi.kernel.canonical import canonical, canonical_address, canonical_code
from aizuchi.people.importing.columns import BY_KEY
from aizuchi.people.models import Employment, Person
from aizuchi.people.operations import EmploymentFacts, PersonFacts


def facts_of(user: Any, person: Person | None) -> PersonFacts:
    family, given = _names_of(user)
    before = PersonFacts.of(person) if person else None
    if before and not family:
        family, given = before.family_name, before.given_name
    if not family:
        family, given = _whole_name(user), ""
    facts = before or PersonFacts(family_name="", given_name="")
    return dataclasses.replace(
        facts,
        family_name=limited(family, 60, "name.familyName"),
        given_name=limited(given, 60, "name.givenName"),
        email=_email_of(user, before),
        employee_number=limited(canonical_code(work_of(user).employee_number or ""), 40, "employeeNumber"),
    )


def employment_of(user: Any, current: Employment | None) -> EmploymentFacts:
    before = EmploymentFacts.of(current) if current else EmploymentFacts()
    title = limited(canonical(user.title or ""), 80, "title")
    said = limited(canonical(user.user_type or ""), 40, "userType")
    facts = dataclasses.replace(before, title=title)
    shown = before.kind_name or ("" if before.kind == Employment.Kind.PERMANENT else before.kind)
    if said == shown:
        return facts
    kind: str = BY_KEY["kind"].read(said)[0]
    return dataclasses.replace(facts, kind=kind, kind_name=said)


def user_name_of(user: Any) -> str:
    name = canonical(user.user_name or "")
    if not name:
        raise InvalidValueException(detail=gettext_noop("userName is missing"))
    return limited(name, 254, "userName")


def work_of(user: Any) -> Any:
    return user[EnterpriseUser] or EnterpriseUser()


def manager_of(user: Any) -> str:
    manager = work_of(user).manager
    return canonical((manager.value if manager else None) or "")


def limited(text: str, most: int, path: str) -> str:
    if len(text) > most:
        raise InvalidValueException(detail=gettext_noop("That is too long") + f": {path}, {most}")
    return text


def _names_of(user: Any) -> tuple[str, str]:
    family = canonical((user.name and user.name.family_name) or "")
    given = canonical((user.name and user.name.given_name) or "")
    return (family, given) if family else (given, "")  # some people have one name only


def _whole_name(user: Any) -> str:
    whole = canonical(user.display_name or "") or user_name_of(user).partition("@")[0]
    if not whole:
        raise InvalidValueException(detail=gettext_noop("name.familyName is missing"))
    return whole[:60]


def _email_of(user: Any, before: PersonFacts | None) -> str | None:
    """The primary one, else the one of work, else the first; the userName where it is an address and nothing else is.

    Nobody loses an address because a directory stops telling it.
    """
    entries = [entry for entry in user.emails or [] if entry.value]
    ranked = sorted(entries, key=lambda entry: (not entry.primary, entry.type != "work"))
    said = ranked[0].value if ranked else ""
    if not said and before:
        return before.email
    if not said and "@" in user_name_of(user):
        said = user_name_of(user)
    address = canonical_address(said)
    if not address:
        return None
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidValueException(detail=gettext_noop("That is no mail address")) from error
    return limited(address, 254, "emails.value")
