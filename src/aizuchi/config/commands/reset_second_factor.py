from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.accounts.factor_links import make_factor_link
from aizuchi.accounts.operations.factors import NothingToReset, reset_factors
from aizuchi.config.commands import migrate
from aizuchi.config.commands.terminal import CommandFailed, ask, say
from aizuchi.kernel.canonical import canonical_address
from aizuchi.people.models import Person


def run(*, email: str) -> int:
    """For whoever runs the machine: also when nobody is left who could do it in the settings."""
    migrate.bring_up_to_date()
    email = canonical_address(email or ask(_("Email")))
    person = Person.objects.filter(email=email).first()
    if person is None or not person.is_active:
        raise CommandFailed(_("Nobody here has this mail address: %(email)s") % {"email": email})
    try:
        reset = reset_factors(person_id=person.pk, actor=None, now=timezone.now())
    except NothingToReset as refusal:
        raise CommandFailed(str(refusal)) from refusal
    say(_("Done. They are signed out, and a mail is on its way to them. Should it not arrive, this is the link:"))
    say(make_factor_link(reset))
    return 0
