"""Released blocks for tests, as the tick would leave them."""

import datetime
from collections.abc import Mapping

from aizuchi.anonymous_answers.periods import QUARTER, quarter_start
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models import Block
from aizuchi.people.models import Person

LATEST = quarter_start(datetime.date(2026, 11, 20)) - QUARTER
Where = tuple[str, str] | str | None
"""Keys of topic and response, of a response alone, or nothing for the mentor in general."""


def release(mentor: Person, answers: Mapping[Where, list[int]], *, quarters_ago: int = 0) -> None:
    """Each list says how often the five levels were chosen, the lowest first."""
    for where, met in answers.items():
        topic, response = where if isinstance(where, tuple) else (None, where)
        Block.objects.create(
            organization=mentor.organization,
            mentor=mentor,
            quarter_on=LATEST - quarters_ago * QUARTER,
            level=Block.Level.CELL if topic else Block.Level.RESPONSE if response else Block.Level.OVERALL,
            topic=find_topic(mentor, topic) if topic else None,
            response=find_response(mentor, response) if response else None,
            answers=sum(met),
            people=5,
            **{f"met_{level}": count for level, count in enumerate(met, start=1)},
            **{f"moved_{level}": count for level, count in enumerate(met, start=1)},
        )


def find_topic(person: Person, key: str) -> Topic:
    return Topic.objects.get_or_create(organization=person.organization, key=key, defaults={"label_ja": key})[0]


def find_response(person: Person, key: str) -> ExpectedResponse:
    return ExpectedResponse.objects.get_or_create(
        organization=person.organization, key=key, defaults={"label_ja": key}
    )[0]
