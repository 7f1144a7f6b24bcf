"""What boxes become. Called with what was in them, by the weekly tick; the demo company calls it with plain answers."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Sum

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.events import QuarterReleased
from aizuchi.feedback.models import SCALE, Band, Block, Comment, WaitingAnswers
from aizuchi.feedback.operations.waiting import list_eligibilities, read_quarter
from aizuchi.feedback.release import (
    AnswerSheet,
    BlockSum,
    choose_band,
)
from aizuchi.feedback.release.bands import USUAL, Prior
from aizuchi.kernel.events import publish
from aizuchi.people.models import Organization

Boxes = Mapping[uuid.UUID, Sequence[AnswerSheet]]
"""By mentor."""


def release_quarter(
    *, organization: Organization, quarter_on: datetime.date, sheets: Boxes, now: datetime.datetime
) -> list[Block]:
    """Thirteen weeks become blocks and comments, all mentors' at once and only once; a second call changes nothing.

    `sheets` may hold what waits from quarters before: of these boxes only what still waits counts.
    """
    windows = AnswerWindow.objects.of(ASKING).filter(organization=organization, quarter_on=quarter_on)
    quarter = read_quarter(organization, quarter_on)
    blocks, comments, waiting = [], [], []
    for mentor_id in quarter.list_mentors():
        about = {"organization_id": organization.pk, "mentor_id": mentor_id, "quarter_on": quarter_on}
        found = quarter.put_together(mentor_id, sheets.get(mentor_id, ()))
        blocks += [_block(told, about) for told in found.blocks]
        waiting += [WaitingAnswers(mentor_id=mentor_id, quarter_on=on, response_id=r) for on, r in found.waiting]
        lines = quarter.choose_comments(mentor_id, sheets.get(mentor_id, ()))
        comments += [Comment(**about, text=line) for line in lines]
    with transaction.atomic():
        locked = windows.select_for_update().filter(released_on=None)
        if len(locked) < windows.count():
            return []
        Block.objects.bulk_create(blocks, batch_size=500)
        Comment.objects.bulk_create(comments, batch_size=500)
        WaitingAnswers.objects.filter(mentor__organization=organization).delete()
        WaitingAnswers.objects.bulk_create(waiting, batch_size=500)
        windows.update(released_on=organization.today(now))
        publish(QuarterReleased(organization_id=organization.pk, quarter_on=quarter_on, actor_id=None, at=now))
    return blocks


def release_bands(
    *, organization: Organization, quarter_on: datetime.date, sheets: Boxes, now: datetime.datetime
) -> int:
    """The words that the closed windows of a running quarter have earned. Returns how many were released."""
    today = organization.today(now)
    windows = AnswerWindow.objects.of(ASKING).filter(organization=organization, quarter_on=quarter_on, released_on=None)
    closed = [window for window in windows.order_by("starts_on") if window.answers_until < today]
    eligible = list_eligibilities(windows)
    known = _bands_of(organization, list(sheets))
    priors = _priors(organization, quarter_on)
    count = 0
    for mentor_id, found in sheets.items():
        latest = known.get(mentor_id)
        word = choose_band(
            found,
            eligible.get(mentor_id, []),
            windows=[window.pk for window in closed],
            counted=[window.pk for window in closed if latest and window.starts_on <= latest.window.starts_on],
            latest=latest.word if latest else "",
            prior=priors.get(mentor_id, priors[None]),
            k=max((window.k_band for window in closed), default=0),
        )
        if word:
            _, is_new = Band.objects.get_or_create(
                mentor_id=mentor_id,
                window_id=word.window_id,
                defaults={"organization": organization, "word": word.word},
            )
            count += is_new
    return count


def _block(told: BlockSum, about: Mapping[str, object]) -> Block:
    level = Block.Level.CELL if told.topic_id else Block.Level.RESPONSE if told.response_id else Block.Level.OVERALL
    counts = {f"met_{value}": told.met[value - 1] for value in SCALE}
    counts |= {f"moved_{value}": told.moved[value - 1] for value in SCALE}
    return Block(
        **about,
        level=level,
        topic_id=told.topic_id,
        response_id=told.response_id,
        answers=told.answers,
        people=told.people,
        **counts,
    )


def _bands_of(organization: Organization, mentor_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Band]:
    rows = Band.objects.filter(organization=organization, mentor__in=mentor_ids).select_related("window")
    return {band.mentor_id: band for band in rows.order_by("window__starts_on")}


def _priors(organization: Organization, quarter_on: datetime.date) -> dict[uuid.UUID | None, Prior]:
    """What the blocks of the thirteen weeks before say of each mentor, and of all together under None."""
    sums = {f"{question}_{value}": Sum(f"{question}_{value}") for question in ("met", "moved") for value in SCALE}
    blocks = Block.objects.filter(organization=organization, quarter_on=quarter_on - QUARTER)
    counts = {row["mentor"]: _mean_scores(row) for row in blocks.values("mentor").annotate(**sums)}
    answers = sum(count for count, _ in counts.values())
    mean = sum(total for _, total in counts.values()) / answers if answers else USUAL
    priors: dict[uuid.UUID | None, Prior] = {
        mentor: Prior(mean=mean, answers=count, total=total) for mentor, (count, total) in counts.items()
    }
    return priors | {None: Prior(mean=mean)}


def _mean_scores(row: Mapping[str, Any]) -> tuple[int, float]:
    """How many answers, and the sum of the mean of both questions."""
    total = sum(value * (row[f"met_{value}"] + row[f"moved_{value}"]) for value in SCALE)
    return sum(row[f"met_{value}"] for value in SCALE), total / 2
