"""Whether the keys are there that open what was sealed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aizuchi.kernel import key_file
from aizuchi.kernel.keys import key_path, opens_organization_key
from aizuchi.kernel.models import OrganizationKey
from aizuchi.kernel.problems import Problem


def find_problems() -> Iterator[Problem]:
    path = key_path()
    sealed_with = list(OrganizationKey.objects.all())
    restore = _("Put it back from your key backup.")
    if not path.exists():
        if sealed_with:
            yield Problem(
                what=_("The key file %(path)s is missing; notes cannot be opened.") % {"path": path}, mend=restore
            )
        return
    try:
        key_file.read_keys(path)
    except key_file.KeyFileUnreadable:
        yield Problem(what=_("The key file %(path)s cannot be read.") % {"path": path}, mend=restore)
        return
    if key_file.is_open_to_others(path):
        yield Problem(what=_("The key file %(path)s can be read by others.") % {"path": path}, mend=f"chmod 600 {path}")
    if not all(map(opens_organization_key, sealed_with)):
        yield Problem(
            what=_("The key file %(path)s does not fit this database.") % {"path": path},
            mend=_("Put back the one that belongs to it."),
        )
