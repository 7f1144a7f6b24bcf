"""Whether sealed answers have a place, and whether they are opened in time."""

import datetime
from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.periods import quarter_closes
from aizuchi.kernel.problems import Problem

PATIENCE = datetime.timedelta(days=21)


def find_problems() -> Iterator[Problem]:
    try:
        mailbox.make_mailbox()
    except DatabaseError as error:
        yield Problem(
            what=_("The mailbox for anonymous answers does not open: %(error)s") % {"error": type(error).__name__},
            mend=_("Check that mailbox.sqlite3 in the data folder can be written, or AIZUCHI_MAILBOX_URL."),
        )
    quarters = AnswerWindow.objects.filter(released_on=None).values_list("quarter_on", flat=True)
    today = timezone.localdate()  # any wall: weeks of patience
    if any(quarter_closes(quarter) + PATIENCE < today for quarter in set(quarters)):
        yield Problem(
            what=_("Anonymous answers wait to be put together; the weekly job did not run."),
            mend=_("Let `aizuchi serve` or `aizuchi worker` run over night."),
        )
