"""Once a week: boxes are opened in memory, and what groups said is kept by the app that asked.

Whatever dies half-way is done by the next tick. Sums are written in one transaction, together with the note that the
quarter is released; only then are its boxes and its keys destroyed, and that can be done any number of times.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from django.db.models import QuerySet

from aizuchi.anonymous_answers import mailbox
from aizuchi.anonymous_answers.asking_app import Kept, Put, list_by_quarter
from aizuchi.anonymous_answers.models import ABOUT, AnswerWindow, WindowKey
from aizuchi.anonymous_answers.operations.keys import destroy_keys, open_sealing_key
from aizuchi.anonymous_answers.operations.second_look import is_second_look
from aizuchi.anonymous_answers.periods import quarter_closes
from aizuchi.anonymous_answers.sealed_answers import open_sealed_answer
from aizuchi.kernel.jobs.each import FailedItems, for_each
from aizuchi.kernel.keys import durable_commits
from aizuchi.kernel.remains import wipe_remains
from aizuchi.people.models import Organization

log = structlog.get_logger("aizuchi.anonymous_answers")

SECOND_LOOK = datetime.timedelta(days=6)


def run_release(*, now: datetime.datetime) -> None:
    """One box, key or quarter that breaks keeps nobody else's waiting, and nothing from being destroyed.

    Raises SomeFailed.
    """
    aside = FailedItems()
    with durable_commits():  # what takes the boxes' place must lie on the disk before they are destroyed
        quarters = _unreleased().order_by().values_list("organization", "asking", "quarter_on").distinct()
        for_each(sorted(quarters), lambda which: _release_if_due(*which, aside=aside, now=now), aside=aside)
        forget = (releases.forget_waiting for releases in list_by_quarter().values())
        destroy = (_destroy_boxes, _destroy_keys, *forget, _forget_counts)
        _do_each(*(partial(step, now) for step in destroy), _wipe_remains_of_keys, aside=aside)
    _do_each(mailbox.rewrite, aside=aside)
    aside.tell()


def destroy_what_is_over(now: datetime.datetime, *, aside: FailedItems) -> None:
    """Of windows that are released."""
    steps = (_destroy_boxes, _destroy_keys, _forget_counts)
    _do_each(*(partial(step, now) for step in steps), _wipe_remains_of_keys, mailbox.rewrite, aside=aside)


def _do_each(*steps: Callable[[], None], aside: FailedItems) -> None:
    for_each(steps, lambda step: step(), aside=aside)


def _unreleased() -> QuerySet[AnswerWindow]:
    return AnswerWindow.objects.filter(released_on=None, asking__in=list_by_quarter())


def _release_if_due(
    organization_id: uuid.UUID, asking: str, quarter_on: datetime.date, *, aside: FailedItems, now: datetime.datetime
) -> None:
    organization = Organization.objects.get(pk=organization_id)
    today, releases = organization.today(now), list_by_quarter()[asking]
    windows = list(_unreleased().filter(asking=asking, organization=organization, quarter_on=quarter_on))
    put = partial(_put, organization, quarter_on, now)
    put(releases.put_together_early, open_sealed_answers(windows, aside=aside))
    are_over = today >= quarter_closes(quarter_on)
    if is_second_look(windows, are_over=are_over, today=today, after=SECOND_LOOK):
        of_app = AnswerWindow.objects.of(asking)
        waiting = of_app.filter(organization=organization, released_on__isnull=False, may_wait=True)
        put(releases.put_together, open_sealed_answers([*windows, *waiting], aside=aside))


def _put(
    organization: Organization,
    quarter_on: datetime.date,
    now: datetime.datetime,
    together: Put,
    sheets: Mapping[uuid.UUID, Sequence[Any]],
) -> None:
    together(organization=organization, quarter_on=quarter_on, sheets=sheets, now=now)


def open_sealed_answers(windows: Iterable[AnswerWindow], *, aside: FailedItems) -> dict[uuid.UUID, list[Any]]:
    """What came for these windows, by whom it is about. It exists in this process's memory only."""
    by_quarter = list_by_quarter()
    read = {window.pk: by_quarter[window.asking].read for window in windows if window.asking in by_quarter}
    keys = open_keys(read, aside)
    opened: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for sealed_answer in mailbox.list_sealed_answers({window_id for window_id, _ in keys}):
        try:
            content = open_sealed_answer(
                sealed_answer.sealed,
                key=keys[sealed_answer.window_id, sealed_answer.subject_id],
                subject_id=sealed_answer.subject_id,
                window_id=sealed_answer.window_id,
                token_hash=sealed_answer.token_hash,
            )
            opened[sealed_answer.subject_id].append(read[sealed_answer.window_id](content, sealed_answer.window_id))
        except Exception:
            log.warning("a box did not open")  # which one would say something about whoever sent it
    return dict(opened)


def open_keys(
    window_ids: Iterable[uuid.UUID], aside: FailedItems
) -> dict[tuple[uuid.UUID, uuid.UUID], ec.EllipticCurvePrivateKey]:
    """By window and person or group. The job stays among those that failed while one does not open: a backup may have
    it."""
    keys: dict[tuple[uuid.UUID, uuid.UUID], ec.EllipticCurvePrivateKey] = {}

    def open_one(row: WindowKey) -> None:
        keys[row.window_id, row.about_id] = open_sealing_key(row)

    rows = WindowKey.objects.filter(window__in=list(window_ids)).exclude(sealing_private=b"")
    for_each(rows, open_one, aside=aside)
    return keys


def _destroy_boxes(now: datetime.datetime) -> None:
    """Of every released window from which some are there and do not wait, so that a tick that fails here leaves them to
    the next."""
    found = mailbox.list_places()
    windows = AnswerWindow.objects.filter(pk__in={window_id for window_id, _ in found}, released_on__isnull=False)
    released = set(windows.values_list("pk", flat=True))
    over = {place for place in found if place[0] in released} - _list_waiting(released, now)
    mailbox.destroy_sealed_answers(over)


def _destroy_keys(now: datetime.datetime) -> None:
    """Those about whom nothing waits; and with the last of a window what all of its keys are sealed with."""
    rows = WindowKey.objects.exclude(sealing_private=b"").filter(window__released_on__isnull=False)
    keys = {(window_id, subject_id): key for key, window_id, subject_id in rows.values_list("pk", "window", ABOUT)}
    over = keys.keys() - _list_waiting({window_id for window_id, _ in keys}, now)
    destroy_keys({keys[place] for place in over}, now=now)


def _list_waiting(released: Collection[uuid.UUID], now: datetime.datetime) -> Kept:
    """Of groups nothing ever waits."""
    waiting: Kept = set()
    for asking, releases in list_by_quarter().items():
        windows = AnswerWindow.objects.of(asking).filter(pk__in=released).values_list("pk", flat=True)
        waiting |= releases.list_waiting(list(windows), now)
    return waiting


def _wipe_remains_of_keys() -> None:
    """At every tick: the one before may have died after destroying them."""
    wipe_remains("anonymous_answers_windowkey", "kernel_datakey")


def _forget_counts(now: datetime.datetime) -> None:
    """Of how many tokens a right got, as soon as its window signs none any more."""
    found = mailbox.list_counted_windows()
    windows = AnswerWindow.objects.filter(pk__in=found).select_related("organization")
    signing = {window.pk for window in windows if window.takes_answers_on(window.organization.today(now))}
    mailbox.forget_counts(found - signing)
