"""Which organization a command is about."""

from django.utils.translation import gettext as _

from aizuchi.config.commands.terminal import CommandFailed
from aizuchi.people.models import Organization


def choose_organization(name: str) -> Organization:
    """The one of that name, or the only one."""
    found = list(Organization.objects.filter(name=name) if name else Organization.objects.all())
    if len(found) == 1:
        return found[0]
    names = ", ".join(Organization.objects.values_list("name", flat=True))
    if not names:
        raise CommandFailed(_("There is no organization yet. Make one: aizuchi create-admin"))
    raise CommandFailed(_("Which organization? Say one with --organization: %(names)s") % {"names": names})
