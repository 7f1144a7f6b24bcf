import os

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.accounts.operations.operators import create_operator
from aizuchi.config.commands import migrate
from aizuchi.config.commands.terminal import CommandFailed, ask, ask_password, say
from aizuchi.kernel.canonical import canonical_address
from aizuchi.people.operations.taken import PersonExists


def run(*, email: str) -> int:
    """Asks for what the options leave open; the password may stand in AIZUCHI_OPERATOR_PASSWORD instead."""
    migrate.bring_up_to_date()
    email = canonical_address(email or ask(_("Email")))
    password = os.environ.get("AIZUCHI_OPERATOR_PASSWORD") or ask_password("AIZUCHI_OPERATOR_PASSWORD")
    try:
        validate_email(email)
        create_operator(email=email, password=password, now=timezone.now())
    except ValidationError as error:
        raise CommandFailed(" ".join(error.messages)) from error
    except PersonExists as error:
        raise CommandFailed(_("Somebody has this mail address already: %(email)s") % {"email": email}) from error
    say(_("Done. Sign in at %(url)s.") % {"url": f"{settings.PUBLIC_URL}/operator/sign-in/"})
    return 0
