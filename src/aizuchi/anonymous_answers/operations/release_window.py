"""Every day: windows that ask groups are released once they are over, whole, and only once.

The app that asked writes what it keeps in the transaction that marks the window as released. Whatever dies before its
end is done by the next tick; after it, boxes and keys are destroyed, which can be done any number of times.
"""

import datetime
import random
import uuid
from collections import Counter
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Count

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.asking_app import ClosedWindow, GroupAnswer, GroupCount, list_once_closed
from aizuchi.anonymous_answers.models import AnswerWindow, Eligibility
from aizuchi.anonymous_answers.operations.exchange import find_round, take_round
from aizuchi.anonymous_answers.operations.run_release import destroy_what_is_over, open_keys
from aizuchi.anonymous_answers.operations.second_look import is_second_look
from aizuchi.anonymous_answers.sealed_answers import GroupPlace, Said, open_group_answer
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.kernel.keys import durable_commits
from aizuchi.people.models import Leave

log = structlog.get_logger("aizuchi.anonymous_answers")

SECOND_LOOK = datetime.timedelta(days=1)
KEY_PATIENCE = datetime.timedelta(days=21)
"""For so long a window waits for a key that does not open, since a backup may have it; then it goes without it."""


def release_closed(*, now: datetime.datetime) -> None:
    """One window that breaks keeps no other waiting, and nothing from being destroyed. Raises SomeFailed."""
    aside = FailedItems()
    with durable_commits():  # what takes the boxes' place must lie on the disk before they are destroyed
        for_each(_list_unreleased(), partial(_release_if_over, aside=aside, now=now), aside=aside)
        destroy_what_is_over(now, aside=aside)
    aside.tell()


def _list_unreleased() -> list[AnswerWindow]:
    windows = AnswerWindow.objects.filter(released_on=None, asking__in=list_once_closed())
    return list(windows.select_related("organization").order_by("pk"))


def _release_if_over(window: AnswerWindow, *, aside: FailedItems, now: datetime.datetime) -> None:
    today = window.organization.today(now)
    if is_second_look([window], are_over=today > window.answers_until, today=today, after=SECOND_LOOK):
        broken = FailedItems()
        closed = _open(window, broken)
        aside.errors += broken.errors
        if not broken.errors or today > window.answers_until + KEY_PATIENCE:
            _release(window, closed, now)


def _release(window: AnswerWindow, closed: ClosedWindow, now: datetime.datetime) -> None:
    """Adding up takes long; meanwhile everybody else may write."""
    one = find_round(window)
    keep = partial(take_round, one, closed) if one else list_once_closed()[window.asking].put_together(closed, now)
    with transaction.atomic():
        row = AnswerWindow.objects.select_for_update().filter(pk=window.pk, released_on=None)
        if row.first():
            keep()
            row.update(released_on=window.organization.today(now))


def _open(window: AnswerWindow, broken: FailedItems) -> ClosedWindow:
    names = dict(window.groups.values_list("pk", "key"))
    said = _open_boxes(window, broken)
    answers = [GroupAnswer(names[group_id], one.said) for group_id, one in said]
    random.SystemRandom().shuffle(answers)
    return ClosedWindow(
        window_id=window.pk,
        organization_id=window.organization_id,
        subject_key=window.subject_key,
        k=window.k_mean,
        groups=_count(window, names, Counter(group_id for group_id, one in said if not one.is_second)),
        answers=answers,
    )


def _open_boxes(window: AnswerWindow, broken: FailedItems) -> list[tuple[uuid.UUID, Said]]:
    keys = open_keys([window.pk], broken)
    opened = []
    for box in mailbox.list_sealed_answers([window.pk]):
        place = GroupPlace(window.asking, window.pk, box.subject_id)
        try:
            key = keys[window.pk, box.subject_id]
            one = open_group_answer(box.sealed, key=key, place=place, token_hash=box.token_hash)
        except Exception:
            log.warning("a box did not open")  # which one would say something about whoever sent it
        else:
            opened.append((box.subject_id, one))
    return opened


def _count(window: AnswerWindow, names: dict[uuid.UUID, str], first: Counter[uuid.UUID]) -> dict[str, GroupCount]:
    """Somebody has one right. So there are as many people as first boxes, but not more than rights."""
    rights = Eligibility.objects.filter(window=window).order_by()
    away = Leave.objects.on(window.answers_until).values("person")
    here = rights.exclude(person__left_on__lt=window.answers_until).exclude(person__in=away)
    asked, there = (
        dict(found.values_list("group").annotate(Count("pk")).values_list("group", "pk__count"))
        for found in (rights, here)
    )
    people = {group_id: min(first[group_id], asked.get(group_id, 0)) for group_id in names}
    return {
        key: GroupCount(entitled=max(there.get(group_id, 0), people[group_id]), people=people[group_id])
        for group_id, key in names.items()
    }
