import argparse
import getpass
import os
import sys

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.config.commands import migrate
from aizuchi.config.commands.organizations import choose_organization
from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.people.models import Organization
from aizuchi.people.operations.administrator import NewAdministrator, create_administrator, start_installation
from aizuchi.people.operations.person import PersonExists


def run(options: argparse.Namespace) -> int:
    """Asks for what the options leave open; the password may stand in AIZUCHI_ADMIN_PASSWORD instead."""
    migrate.bring_up_to_date()
    organization = choose_organization(options.organization) if Organization.objects.exists() else None
    name = "" if organization else options.organization or _ask(_("Name of your organization"))
    administrator = NewAdministrator(
        family_name=options.family_name or _ask(_("Family name")),
        given_name=options.given_name or _ask(_("Given name")),
        email=options.email or _ask(_("Email")),
        password=os.environ.get("AIZUCHI_ADMIN_PASSWORD") or _ask_password(),
    )
    try:
        validate_email(administrator.email)
        _make(organization, name, administrator)
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    except PersonExists as error:
        raise CommandFailed(_("Somebody has this email already: %(email)s") % {"email": administrator.email}) from error
    say(_("Done. Sign in at %(url)s.") % {"url": settings.PUBLIC_URL})
    return 0


def _make(organization: Organization | None, name: str, administrator: NewAdministrator) -> None:
    now = timezone.now()
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


def _ask(label: str) -> str:
    if not sys.stdin.isatty():
        raise CommandFailed(_("Please give it as an option: %(label)s") % {"label": label})
    return input(f"{label}: ").strip()


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise CommandFailed(_("Please give the password in AIZUCHI_ADMIN_PASSWORD."))
    password = getpass.getpass(_("Password") + ": ")
    if getpass.getpass(_("Once more") + ": ") != password:
        raise CommandFailed(_("The two passwords differ."))
    return password
