"""Whether sealed answers have a place, and whether they are opened in time. To look makes nothing."""

import datetime
from collections.abc import Iterator

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.asking_app import list_by_quarter, list_once_closed
from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.periods import quarter_closes
from aizuchi.kernel.problems import Problem, oneself

PATIENCE = datetime.timedelta(days=21)


def find_problems() -> Iterator[Problem]:
    try:
        if not mailbox.is_made():
            yield oneself(
                what=_("There is no mailbox for anonymous answers yet, as after a restore."),
                mend=_("`aizuchi serve` or `aizuchi worker` makes it within the hour, or with the first answer."),
            )
    except DatabaseError as error:
        yield Problem(
            what=_("The mailbox for anonymous answers does not open: %(error)s") % {"error": type(error).__name__},
            mend=_("Check that mailbox.sqlite3 in the data folder can be written, or AIZUCHI_MAILBOX_URL."),
        )
    if any(over_on + PATIENCE < timezone.localdate() for over_on in _list_ends()):  # any wall: weeks of patience
        yield Problem(
            what=_("Anonymous answers wait to be put together; the weekly job did not run."),
            mend=_("Let `aizuchi serve` or `aizuchi worker` run over night."),
        )


def _list_ends() -> Iterator[datetime.date]:
    """Of what is not released."""
    windows = AnswerWindow.objects.filter(released_on=None)
    quarters = windows.filter(asking__in=list_by_quarter()).values_list("quarter_on", flat=True)
    yield from map(quarter_closes, set(quarters))
    for window in windows.filter(asking__in=list_once_closed()):
        yield window.answers_until
