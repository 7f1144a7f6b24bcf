"""An anonymous survey closes when its sealed answers are opened: all at once, in memory, and only their sums stay."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from aizuchi.anonymous_answers.asking_app import ClosedWindow
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.surveys.adding_up import add_up
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.operations.sums import FoundSums, find_sums, keep_sums
from aizuchi.surveys.results.keeping import GroupPeople
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import AnswerReader, ReadAnswers
from aizuchi.surveys.structure.longest import THREAD

LIMITS = Limits(size=65_536, depth=3, values=20_000)


def put_survey_together(closed: ClosedWindow, now: datetime.datetime) -> Callable[[], None]:
    """Only what may be told is kept, by what this returns, in the transaction of the release."""
    survey = Survey.objects.get(pk=closed.subject_key)
    ids = dict(survey.groups.values_list("key", "pk"))
    definition = survey.read()
    totals = add_up(definition, _read(closed, definition, ids))
    boxes = Counter(answer.group for answer in closed.answers)
    people = {
        ids[key]: GroupPeople(asked=count.entitled, answered=count.people, unproven=boxes[key] - count.people)
        for key, count in closed.groups.items()
    }
    return partial(_keep, survey.pk, find_sums(survey, definition, totals, people), closed.window_id, now)


def _keep(survey_id: uuid.UUID, found: FoundSums, window_id: uuid.UUID, now: datetime.datetime) -> None:
    survey = Survey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=survey_id)
    keep_sums(found, window_id=window_id, on=survey.organization.today(now))
    survey.closed_at = now
    survey.save(update_fields=["closed_at"])
    record_step(survey, "closed", None, now)


def _read(
    closed: ClosedWindow, definition: Definition, ids: Mapping[str, uuid.UUID]
) -> Iterator[tuple[uuid.UUID, ReadAnswers]]:
    """Whoever made a box may have put anything into it: what is no answer to this survey is passed over."""
    reader = AnswerReader(definition)
    for answer in closed.answers:
        try:
            given = read_json(answer.said, LIMITS)
        except (NotReadable, TooMuch):
            continue
        if not isinstance(given, dict):
            continue
        read = reader.read(given)
        if read.answers:
            yield ids[answer.group], replace(read, threads=_read_threads(given))


def _read_threads(given: Mapping[str, object]) -> dict[str, str]:
    """By the code of what was written."""
    end = f".{THREAD}"
    return {
        code.removesuffix(end): keys for code, keys in given.items() if code.endswith(end) and isinstance(keys, str)
    }
