"""Which kinds of calendars this installation lets people connect."""

from django.conf import settings

from aizuchi.calendars.models import Connection
from aizuchi.people.models import Person

Kind = Connection.Kind


def list_offered(person: Person) -> list[str]:
    """Google and Microsoft only where an administrator has registered this installation there."""
    offered = [Kind.GOOGLE] if has_google() else []
    offered += [Kind.MICROSOFT] if has_microsoft() else []
    return [str(kind) for kind in (*offered, Kind.CALDAV)]


def has_google() -> bool:
    return bool(all(settings.GOOGLE_CLIENT) or settings.GOOGLE_SERVICE_ACCOUNT)


def has_microsoft() -> bool:
    return all(settings.MICROSOFT_CLIENT)


def is_google_domain_wide() -> bool:
    return bool(settings.GOOGLE_SERVICE_ACCOUNT)


def is_microsoft_domain_wide() -> bool:
    return has_microsoft() and bool(settings.MICROSOFT_FOR_ALL)


def list_domain_wide() -> list[tuple[str, str]]:
    """Kinds that need nobody's consent, with their names: for rooms, which cannot consent."""
    kinds = [Kind.GOOGLE] if is_google_domain_wide() else []
    kinds += [Kind.MICROSOFT] if is_microsoft_domain_wide() else []
    return [(str(kind), str(kind.label)) for kind in kinds]
