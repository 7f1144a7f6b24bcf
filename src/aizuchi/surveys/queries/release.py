"""What anybody who reads a result can check: that its answers were put together once, and can be opened no more."""

import datetime
from dataclasses import dataclass

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.surveys.asking import ASKING
from aizuchi.surveys.models import Survey


@dataclass(frozen=True, kw_only=True)
class Release:
    released_on: datetime.date
    keys: int
    keys_left: int
    """That still open answers: until the job that destroys them has come to its end."""


def find_release(survey: Survey) -> Release | None:
    """None for what was asked by name, or elsewhere."""
    window = AnswerWindow.objects.of(ASKING).filter(subject_key=survey.window_key).first()
    if window is None or window.released_on is None:
        return None
    left = window.keys.exclude(sealing_private=b"").count()
    return Release(released_on=window.released_on, keys=window.keys.count(), keys_left=left)
