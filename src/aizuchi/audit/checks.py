"""Whether the record is still what was written."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aizuchi.audit.queries import count_unsealed, list_breaks
from aizuchi.kernel.problems import Problem, oneself

SEALED_WITHIN = datetime.timedelta(minutes=15)


def find_problems() -> Iterator[Problem]:
    for broken in list_breaks():
        yield Problem(
            what=_("The audit record was changed or cut at entry %(number)s (organization %(organization)s).")
            % {"number": broken.number, "organization": broken.organization_id},
            mend=_("Compare it with your latest backup, and find out who had access to the database."),
        )
    if waiting := count_unsealed(before=timezone.now() - SEALED_WITHIN):
        yield oneself(
            what=ngettext(
                "%(count)d entry of the audit record is not sealed yet: until then a change to it is not noticed.",
                "%(count)d entries of the audit record are not sealed yet: until then changes to them are not noticed.",
                waiting,
            )
            % {"count": waiting},
            mend=_("See that jobs run: `aizuchi serve` or `aizuchi worker` does them."),
        )
