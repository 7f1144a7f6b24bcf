"""What is over is released by a later tick than the one that first finds it so: a clock that ran ahead is set right
before it can take away anybody's time to answer."""

import datetime
from collections.abc import Sequence

from aizuchi.anonymous_answers.models import AnswerWindow


def is_second_look(
    windows: Sequence[AnswerWindow], *, are_over: bool, today: datetime.date, after: datetime.timedelta
) -> bool:
    """Notes the first one."""
    rows = AnswerWindow.objects.filter(pk__in=[window.pk for window in windows])
    if not are_over:
        rows.exclude(due_on=None).update(due_on=None)
        return False
    seen_over = [window.due_on for window in windows if window.due_on]
    if not seen_over or min(seen_over) > today:
        rows.update(due_on=today)
        return False
    return today >= min(seen_over) + after
