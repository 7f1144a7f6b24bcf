"""A year of hints: some are written, shown to those who respond, tried, and found helpful or not."""

import datetime
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aizuchi.anonymous_answers.periods import QUARTER
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.demo.staffing import Company
from aizuchi.feedback.models import UnitResult
from aizuchi.hints import operations as hints
from aizuchi.hints.models import Hint, Impression, Report, Trial
from aizuchi.hints.operations.unit_usage import keep_unit_usage
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.people.models import Person

WRITTEN = Path(__file__).parent / "content" / "hints.json"
SHOWN_EACH, MOST = 2, 900
Cell = tuple[uuid.UUID, uuid.UUID]


def live_with_hints(*, company: Company, rng: random.Random, now: datetime.datetime) -> None:
    """After the year has been told: what people met in their briefs follows from what was on the agenda."""
    life = _HintLife(company, rng, now)
    written = life.write()
    life.report(written["direction"])
    life.show_and_try()
    hints.update_scores(now=now)
    for quarter_on in UnitResult.objects.filter(organization=company.organization).values_list("quarter_on").distinct():
        keep_unit_usage(organization=company.organization, since=quarter_on[0], until=quarter_on[0] + QUARTER, k=5)


@dataclass
class _HintLife:
    company: Company
    rng: random.Random
    now: datetime.datetime

    def write(self) -> dict[str, Hint]:
        """By topic, for those who come back to one of them."""
        ours = {"organization": self.company.organization}
        topics = dict(Topic.objects.filter(**ours).values_list("key", "pk"))
        responses = dict(ExpectedResponse.objects.filter(**ours).values_list("key", "pk"))
        written = {}
        for number, row in enumerate(_rows()):
            draft = hints.HintDraft(
                topic_id=topics[row["topic"]],
                response_id=responses[row["response"]],
                is_anonymous=not row["named"],
                **{part: row[part]["ja"] for part in ("title", "body", "situation")},
            )
            then = self.now - datetime.timedelta(days=200 - 30 * number)
            author = self.company.cast[row["by"]]
            hint = hints.write_hint(actor=author, draft=draft, now=then)
            english = {part: row[part]["en"] for part in ("title", "body", "situation")}
            hint = hints.edit_hint(
                actor=author,
                hint_id=hint.pk,
                draft=hints.HintDraft(**{**vars(draft), **english, "language": "en"}),
                version=hint.version,
                now=then,
            )
            written[row["topic"]] = hint
        return written

    def report(self, hint: Hint) -> None:
        """One waits to be looked at."""
        hints.report_hint(
            actor=self.company.cast["miyake"],
            hint_id=hint.pk,
            reason=Report.Reason.ABOUT_SOMEBODY,
            words="部長会のだれのことか、分かってしまいそうです。",
            now=self.now - datetime.timedelta(days=1),
        )

    def show_and_try(self) -> None:
        """Written down at once rather than press by press, which would take as long as the year itself."""
        by_cell = self._hints_by_cell()
        worth = {hint.pk: self.rng.betavariate(3, 2) for found in by_cell.values() for hint in found}
        impressions: dict[tuple[uuid.UUID, datetime.date, uuid.UUID], Impression] = {}
        trials: dict[tuple[uuid.UUID, uuid.UUID], Trial] = {}
        for meeting, person, cell in self._met():
            day = meeting.starts_at.date()  # type: ignore[union-attr]  # it took place
            found = by_cell.get(cell, [])
            for hint in self.rng.sample(found, min(SHOWN_EACH, len(found))):
                impressions[person.pk, day, hint.pk] = Impression(
                    hint=hint, viewer=person, day=day, place=Impression.Place.BRIEF, probability=SHOWN_EACH / len(found)
                )
                if self.rng.random() < 0.4:
                    trials[hint.pk, meeting.pk] = self._trial(hint, person, meeting, worth[hint.pk])
        Impression.objects.bulk_create(impressions.values(), batch_size=500)
        Trial.objects.bulk_create(trials.values(), batch_size=500)
        self._leave_one_open()

    def _trial(self, hint: Hint, person: Person, meeting: Meeting, worth: float) -> Trial:
        answers = (Trial.Outcome.HELPED, Trial.Outcome.NOT_THIS_TIME, Trial.Outcome.NOT_TRIED)
        outcome = self.rng.choices(answers, weights=(worth, (1 - worth) * 0.7, 0.15))[0]
        begun, over = meeting.started_at, meeting.ended_at or meeting.started_at
        assert begun
        return Trial(
            person=person,
            hint=hint,
            meeting=meeting,
            created_at=begun,
            outcome=outcome,
            answered_at=over,
            is_counted=False,
        )

    def _leave_one_open(self) -> None:
        """Takumi is asked on his home whether it helped."""
        latest = (
            Trial.objects.filter(person=self.company.cast["morikawa"]).order_by("-meeting__started_at", "pk").first()
        )
        if latest:
            latest.outcome, latest.answered_at = "", None
            latest.save(update_fields=["outcome", "answered_at"])

    def _met(self) -> Iterator[tuple[Meeting, Person, Cell]]:
        items = AgendaItem.objects.present().filter(
            meeting__state=Meeting.State.CLOSED,
            meeting__pair__organization=self.company.organization,
            topic__isnull=False,
            expected_response__isnull=False,
        )
        items = items.select_related("meeting__pair__mentee", "meeting__pair__mentor")
        for item in items.order_by("-meeting__started_at", "position")[:MOST]:
            assert item.topic_id
            assert item.expected_response_id
            yield item.meeting, item.meeting.pair.partner_of(item.owner), (item.topic_id, item.expected_response_id)

    def _hints_by_cell(self) -> dict[Cell, list[Hint]]:
        by_cell: dict[Cell, list[Hint]] = {}
        for hint in Hint.objects.filter(organization=self.company.organization).order_by("pack_key", "created_at"):
            by_cell.setdefault((hint.topic_id, hint.response_id), []).append(hint)
        return by_cell


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(WRITTEN.read_text(encoding="utf-8"))
    return rows
