from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.config.commands import migrate
from aizuchi.config.commands.terminal import CommandFailed, say
from aizuchi.kernel.refusals import Refusal
from aizuchi.people.models import Organization
from aizuchi.single_sign_on.domains import read_domains
from aizuchi.single_sign_on.operations.domains import confirm_domain


def run(*, domain: str, organization: str) -> int:
    migrate.bring_up_to_date()
    domains, odd = read_domains(domain)
    if odd or len(domains) != 1:
        raise CommandFailed(_("This is no mail domain: %(domain)s") % {"domain": domain})
    whose = Organization.objects.filter(name=organization).first()
    if whose is None:
        names = ", ".join(Organization.objects.values_list("name", flat=True))
        raise CommandFailed(_("No organization here has this name. These are here: %(names)s") % {"names": names})
    try:
        confirm_domain(organization=whose, domain=domains[0], now=timezone.now())
    except Refusal as refusal:
        raise CommandFailed(str(refusal)) from refusal
    say(_("Done: %(domain)s belongs to %(organization)s.") % {"domain": domains[0], "organization": whose.name})
    return 0
