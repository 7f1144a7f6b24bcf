"""Whether the record is still what was written."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aizuchi.audit.queries import list_breaks
from aizuchi.kernel.problems import Problem


def find_problems() -> Iterator[Problem]:
    for broken in list_breaks():
        yield Problem(
            what=_("The audit record was changed or cut at entry %(number)s (organization %(organization)s).")
            % {"number": broken.number, "organization": broken.organization_id},
            mend=_("Compare it with your latest backup, and find out who had access to the database."),
        )
