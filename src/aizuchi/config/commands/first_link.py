from django.utils.translation import gettext as _

from aizuchi.accounts.setup_token import make_setup_link
from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.people.models import Organization


def run() -> int:
    if Organization.objects.exists():
        raise CommandFailed(_("This installation has begun already. `aizuchi create-admin` makes an administrator."))
    say(make_setup_link())
    return 0
