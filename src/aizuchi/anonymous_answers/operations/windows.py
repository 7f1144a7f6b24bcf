"""The fortnight in which somebody may answer, made when the first one may."""

import datetime

from aizuchi.anonymous_answers.asking_app import get_asking_app
from aizuchi.anonymous_answers.models import AnswerWindow, GroupSize
from aizuchi.anonymous_answers.periods import WINDOW, quarter_start, window_start
from aizuchi.people.models import Organization


def open_fortnight(*, asking: str, organization: Organization, now: datetime.datetime) -> AnswerWindow:
    starts_on = window_start(organization.today(now))
    window = AnswerWindow.objects.of(asking).filter(organization=organization, starts_on=starts_on).first()
    return window or _make_fortnight(asking, organization, starts_on)


def _make_fortnight(asking: str, organization: Organization, starts_on: datetime.date) -> AnswerWindow:
    size = GroupSize.of(organization.pk)
    window, _ = AnswerWindow.objects.get_or_create(
        organization=organization,
        asking=asking,
        subject_key="",
        starts_on=starts_on,
        defaults={
            "grace_days": get_asking_app(asking).grace.days,
            "ends_on": starts_on + WINDOW - datetime.timedelta(days=1),
            "quarter_on": quarter_start(starts_on),
            "k_band": size.k_band,
            "k_mean": size.k_mean,
            "may_wait": True,
        },
    )
    return window
