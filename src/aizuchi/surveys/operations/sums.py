"""What groups said is kept once, when a survey closes: pages read sums, never answers."""

import datetime
import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aizuchi.anonymous_answers.operations import NewThread, start_threads
from aizuchi.anonymous_answers.thread_keys import ThreadKeys
from aizuchi.surveys.adding_up import Totals, WrittenText
from aizuchi.surveys.models import AnswerSums, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.results.keeping import GroupPeople, Kept, keep_tellable, list_possible_groups
from aizuchi.surveys.results.telling import GroupAnswers
from aizuchi.surveys.structure import Definition

MANY = 1000


@dataclass(frozen=True)
class FoundSums:
    """What is to be kept when it closes."""

    groups: Mapping[uuid.UUID, SurveyGroup]
    chains: Mapping[uuid.UUID, Collection[uuid.UUID]]
    kept: Kept[uuid.UUID]


def find_sums(
    survey: Survey, definition: Definition, totals: Totals[uuid.UUID], people: Mapping[uuid.UUID, GroupPeople]
) -> FoundSums:
    """Both by the smallest group of whoever answered. What may not be told is not in it. Takes seconds where many were
    asked, so that it belongs before the transaction that keeps it: its groups stay as they are from the opening on."""
    groups = {one.pk: one for one in survey.groups.all()}
    chains = _list_chains({pk: one.above_id for pk, one in groups.items()})
    return FoundSums(groups, chains, keep_tellable(definition, totals, people, chains, survey.smallest_group))


def keep_sums(found: FoundSums, *, window_id: uuid.UUID | None = None, on: datetime.date | None = None) -> None:
    """`window_id` is that of an anonymous one, and `on` its day: what was written there can be replied to."""
    kept = found.kept
    SurveyGroup.objects.bulk_create(
        (_write_group(found.groups[group], answers) for group, answers in kept.groups.items()),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["asked", "answered", "hidden"],
        batch_size=MANY,
    )
    AnswerSums.objects.bulk_create(
        (
            AnswerSums(
                group_id=group,
                question=code,
                answered=sums.answered,
                counts=dict(sums.counts),
                totals=dict(sums.totals),
            )
            for group, of_group in kept.sums.items()
            for code, sums in of_group.items()
        ),
        batch_size=MANY,
    )
    written = random.SystemRandom().sample(kept.texts, len(kept.texts))
    threads = _start_threads(found, written, window_id, on) if window_id and on else {}
    TextAnswer.objects.bulk_create(
        (
            TextAnswer(group_id=one.group, question=one.code, text=one.text, thread_id=threads.get(number))
            for number, one in enumerate(written)
        ),
        batch_size=MANY,
    )


def _start_threads(
    found: FoundSums, written: Sequence[WrittenText[uuid.UUID]], window_id: uuid.UUID, on: datetime.date
) -> dict[int, uuid.UUID]:
    """By the number of what was written. Only of words that are kept: the keys of all others are nowhere."""
    possible = {
        place: frozenset(found.groups[one].key for one in groups)
        for place, groups in list_possible_groups(written, found.chains).items()
    }
    with_keys = {number: keys for number, one in enumerate(written) if (keys := ThreadKeys.read(one.thread))}
    new = [NewThread(keys, possible[written[n].group, written[n].code]) for n, keys in with_keys.items()]
    return dict(zip(with_keys, start_threads(window_id=window_id, new=new, on=on), strict=True))


def _list_chains(above: Mapping[uuid.UUID, uuid.UUID | None]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Of each group: itself and all that hold it, the smallest first; of larger groups before smaller ones."""
    chains = {group: _chain(group, above) for group in above}
    return dict(sorted(chains.items(), key=lambda one: len(one[1])))


def _write_group(group: SurveyGroup, answers: GroupAnswers) -> SurveyGroup:
    group.answered = None if answers.hidden else answers.answered
    group.asked, group.hidden = answers.asked, answers.hidden or ""
    return group


def _chain(group: uuid.UUID, above: Mapping[uuid.UUID, uuid.UUID | None]) -> list[uuid.UUID]:
    chain, one = [group], above[group]
    while one is not None:
        chain.append(one)
        one = above[one]
    return chain
