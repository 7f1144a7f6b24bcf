import os

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.accounts.operations.installation import NewAdministrator, create_administrator, start_installation
from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, ask, ask_password, say
from aizuchi.kernel.canonical import canonical_address
from aizuchi.people.models import Organization
from aizuchi.people.operations.taken import PersonExists


def run(*, organization: str, family_name: str, given_name: str, email: str) -> int:
    """Asks for what the options leave open; the password may stand in AIZUCHI_ADMIN_PASSWORD instead."""
    migrate.bring_up_to_date()
    found = choose_organization(organization) if Organization.objects.exists() else None
    name = "" if found else organization or ask(_("Name of your organization"))
    administrator = NewAdministrator(
        family_name=family_name or ask(_("Family name")),
        given_name=given_name or ask(_("Given name")),
        email=canonical_address(email or ask(_("Email"))),
        password=os.environ.get("AIZUCHI_ADMIN_PASSWORD") or ask_password("AIZUCHI_ADMIN_PASSWORD"),
    )
    try:
        validate_email(administrator.email)
        _make(found, name, administrator)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    except PersonExists as error:
        raise CommandFailed(
            _("Somebody has this mail address already: %(email)s") % {"email": administrator.email}
        ) from error
    say(_("Done. Sign in at %(url)s.") % {"url": settings.PUBLIC_URL})
    return 0


def _make(organization: Organization | None, name: str, administrator: NewAdministrator) -> None:
    now = timezone.now()
    if organization and organization.is_demo:
        raise CommandFailed(
            _("This folder holds the demo company. Real people need a folder of their own: set AIZUCHI_HOME.")
        )
    if organization:
        create_administrator(organization=organization, administrator=administrator, now=now)
        return
    start_installation(
        organization_name=name,
        language=settings.LANGUAGE_CODE,
        time_zone=settings.TIME_ZONE,
        administrator=administrator,
        now=now,
    )
