"""The answers of a year: plain ones, put together by the very code that the weekly tick uses. No key, no box."""

import datetime
import random
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.periods import quarter_closes
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.demo.content import voices
from aizuchi.feedback.asking import ASKING
from aizuchi.feedback.models import SCALE
from aizuchi.feedback.operations.release import release_bands, release_quarter
from aizuchi.feedback.operations.strengths import sum_up_strengths
from aizuchi.feedback.operations.units import keep_unit_results
from aizuchi.feedback.operations.waiting import list_eligibilities
from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet, EligiblePerson
from aizuchi.people.models import Organization, Person

ANSWERED, WROTE = 0.8, 0.12
USUAL_LEVEL = 3.7
CHANCE = 0.8
Manner = Mapping[tuple[str, str], float]
"""By how much somebody meets people better than usual, by keys of topic and response; an empty one stands for any."""


@dataclass
class FeedbackLife:
    """Everybody meets people in their own way, some well by nature and some only in this or that."""

    organization: Organization
    rng: random.Random
    told: Mapping[uuid.UUID, Manner]
    """Of those whose story says how they are."""
    manners: dict[tuple[object, ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        topics = Topic.objects.filter(organization=self.organization)
        responses = ExpectedResponse.objects.filter(organization=self.organization)
        people = Person.objects.filter(organization=self.organization)
        self.names = {None: ""} | dict([*topics.values_list("pk", "key"), *responses.values_list("pk", "key")])
        self.numbers = dict(people.values_list("pk", "employee_number"))

    def release(self, now: datetime.datetime) -> None:
        """Every quarter that is over by now, and the words that come sooner for the running one."""
        windows = AnswerWindow.objects.of(ASKING).filter(organization=self.organization)
        given: dict[uuid.UUID, list[AnswerSheet]] = defaultdict(list)
        for quarter_on in sorted(set(windows.values_list("quarter_on", flat=True))):
            sheets = self._fill_boxes(quarter_on)
            closes_at = datetime.datetime.combine(quarter_closes(quarter_on), datetime.time(3), now.tzinfo)
            if closes_at <= now:
                for mentor_id, found in sheets.items():
                    given[mentor_id] += found  # what could not be told waits for the next quarter
                release_quarter(organization=self.organization, quarter_on=quarter_on, sheets=given, now=closes_at)
                keep_unit_results(organization=self.organization, quarter_on=quarter_on)
            else:
                release_bands(organization=self.organization, quarter_on=quarter_on, sheets=sheets, now=now)
        sum_up_strengths(organization=self.organization, now=now)

    def _fill_boxes(self, quarter_on: datetime.date) -> dict[uuid.UUID, list[AnswerSheet]]:
        windows = AnswerWindow.objects.of(ASKING).filter(organization=self.organization, quarter_on=quarter_on)
        order = dict(windows.values_list("pk", "starts_on"))
        sheets: dict[uuid.UUID, list[AnswerSheet]] = defaultdict(list)
        for mentor_id, eligible in sorted(
            list_eligibilities(windows).items(), key=lambda found: self.numbers[found[0]]
        ):
            for one in sorted(eligible, key=lambda r: (order[r.window_id], self.numbers[r.person_id])):
                if self.rng.random() < ANSWERED:
                    sheets[mentor_id].append(self._fill(one, mentor_id))
        return dict(sheets)

    def _fill(self, one: EligiblePerson, mentor_id: uuid.UUID) -> AnswerSheet:
        cells = sorted(one.cells, key=lambda cell: (self.names[cell.topic_id], self.names[cell.response_id]))
        answers = tuple(self._answer(cell, mentor_id) for cell in cells)
        comment = self.rng.choice(voices.LINES_TO_MENTORS) if self.rng.random() < WROTE else ""
        return AnswerSheet(one.window_id, answers, comment)

    def _answer(self, cell: AnswerCell, mentor_id: uuid.UUID) -> Answer:
        opinion = USUAL_LEVEL + self._manner(mentor_id, self.names[cell.topic_id], self.names[cell.response_id])
        met = self._round(opinion + self.rng.gauss(0, CHANCE))
        return Answer(cell, met=met, moved=self._round((met + opinion) / 2 + self.rng.gauss(0, CHANCE)))

    def _manner(self, mentor_id: uuid.UUID, topic: str, response: str) -> float:
        told = self.told.get(mentor_id, {})
        return (
            told.get(("", ""), self._draw(0.25, mentor_id))
            + told.get(("", response), self._draw(0.3, mentor_id, response))
            + told.get((topic, response), self._draw(0.2, mentor_id, topic, response))
        )

    def _draw(self, spread: float, *where: object) -> float:
        """The same every time it is asked for."""
        if where not in self.manners:
            self.manners[where] = self.rng.gauss(0, spread)
        return self.manners[where]

    def _round(self, opinion: float) -> int:
        return min(max(round(opinion), SCALE[0]), SCALE[-1])
