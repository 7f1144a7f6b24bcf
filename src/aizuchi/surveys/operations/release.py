"""An anonymous survey closes when its sealed answers are opened: all at once, in memory, and only their sums stay."""

import datetime
import uuid
from collections.abc import Iterator

from aizuchi.anonymous_answers.asking_app import ClosedWindow
from aizuchi.kernel.measure import Limits, NotReadable, TooMuch, read_json
from aizuchi.surveys.adding_up import add_up
from aizuchi.surveys.merging import merge_small
from aizuchi.surveys.models import Survey
from aizuchi.surveys.operations.access import record_step
from aizuchi.surveys.operations.sums import keep_sums, list_chains
from aizuchi.surveys.structure import Definition
from aizuchi.surveys.structure.given import ReadAnswers, read_answers

LIMITS = Limits(size=65_536, depth=3, values=20_000)


def release_survey(closed: ClosedWindow, now: datetime.datetime) -> None:
    """In the transaction of the release. Where fewer than k people of a group answered, they are told only together
    with the group above; where all together were fewer, nothing is kept."""
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=closed.subject_key)
    chains = list_chains(survey)
    ids = dict(survey.groups.values_list("key", "pk"))
    above = {group: chain[1] if len(chain) > 1 else None for group, chain in _largest_first(chains)}
    people = {ids[key]: count.people for key, count in closed.groups.items()}
    ends = merge_small(people, above, closed.k)
    answered: dict[uuid.UUID, int] = {}
    for group, end in ends.items():
        answered[end] = answered.get(end, 0) + people[group]
    definition, goals = survey.read(), {key: ends.get(group) for key, group in ids.items()}
    totals = add_up(definition, _read(closed, definition, goals))
    asked = {ids[key]: count.entitled for key, count in closed.groups.items()}
    keep_sums(survey, totals, asked=asked, answered=answered, chains=chains)
    survey.closed_at = now
    survey.save(update_fields=["closed_at"])
    record_step(survey, "closed", None, now)


def _largest_first(chains: dict[uuid.UUID, list[uuid.UUID]]) -> list[tuple[uuid.UUID, list[uuid.UUID]]]:
    return sorted(chains.items(), key=lambda one: len(one[1]))


def _read(
    closed: ClosedWindow, definition: Definition, goals: dict[str, uuid.UUID | None]
) -> Iterator[tuple[uuid.UUID, ReadAnswers]]:
    """Whoever made a box may have put anything into it: what is no answer to this survey is passed over."""
    for answer in closed.answers:
        goal = goals.get(answer.group)
        try:
            given = read_json(answer.said, LIMITS)
        except (NotReadable, TooMuch):
            continue
        if goal is None or not isinstance(given, dict):
            continue
        read = read_answers(definition, given)
        if read.answers:
            yield goal, read
