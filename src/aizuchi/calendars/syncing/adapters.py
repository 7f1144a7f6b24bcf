"""The adapter that speaks for a connection."""

from zoneinfo import ZoneInfo

from django.utils import timezone

from aizuchi.calendars.adapters import CalendarAdapter
from aizuchi.calendars.adapters.caldav import CalDav
from aizuchi.calendars.adapters.google import Google
from aizuchi.calendars.adapters.microsoft import Microsoft
from aizuchi.calendars.credentials import keep_credentials, open_credentials
from aizuchi.calendars.models import Connection

Kind = Connection.Kind


def open_adapter(connection: Connection) -> CalendarAdapter:
    """Raises CredentialsLost, Refused."""
    values, zone = open_credentials(connection), zone_of(connection)
    if connection.kind == Kind.CALDAV:
        return CalDav(
            server_url=connection.server_url,
            calendar=connection.calendar,
            username=values.get("username", ""),
            password=values.get("password", ""),
            zone=zone,
            addresses=[owner.email for owner in (connection.person, connection.space) if owner and owner.email],
        )
    account = connection.account if connection.is_domain_wide else ""
    speaks = Google if connection.kind == Kind.GOOGLE else Microsoft
    return speaks(
        calendar=connection.calendar,
        values=values,
        save=lambda renewed: keep_credentials(connection, renewed, now=timezone.now()),
        zone=zone,
        account=account,
    )


def zone_of(connection: Connection) -> ZoneInfo:
    owner = connection.person or connection.space
    assert owner is not None
    return ZoneInfo(owner.time_zone)
