"""What groups said is kept once, when a survey closes: pages read sums, never answers."""

import datetime
import random
import uuid
from collections.abc import Collection, Mapping, Sequence

from aizuchi.anonymous_answers.operations import NewThread, start_threads
from aizuchi.anonymous_answers.thread_keys import ThreadKeys
from aizuchi.surveys.adding_up import Totals, WrittenText
from aizuchi.surveys.models import AnswerSums, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.results.keeping import GroupPeople, keep_tellable, list_possible_groups
from aizuchi.surveys.results.telling import GroupAnswers
from aizuchi.surveys.structure import Definition

MANY = 1000


def keep_sums(
    survey: Survey,
    definition: Definition,
    totals: Totals[uuid.UUID],
    people: Mapping[uuid.UUID, GroupPeople],
    *,
    window_id: uuid.UUID | None = None,
    on: datetime.date | None = None,
) -> None:
    """Both by the smallest group of whoever answered. What may not be told is not kept.

    `window_id` is that of an anonymous one, and `on` its day: what was written there can be replied to.
    """
    chains = list_chains(survey)
    kept = keep_tellable(definition, totals, people, chains, survey.smallest_group)
    SurveyGroup.objects.bulk_update(
        [_write_group(group, answers) for group, answers in kept.groups.items()],
        ["asked", "answered", "hidden"],
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
    threads = _start_threads(survey, written, chains, window_id, on) if window_id and on else {}
    TextAnswer.objects.bulk_create(
        (
            TextAnswer(group_id=one.group, question=one.code, text=one.text, thread_id=threads.get(number))
            for number, one in enumerate(written)
        ),
        batch_size=MANY,
    )


def _start_threads(
    survey: Survey,
    written: Sequence[WrittenText[uuid.UUID]],
    chains: Mapping[uuid.UUID, Collection[uuid.UUID]],
    window_id: uuid.UUID,
    on: datetime.date,
) -> dict[int, uuid.UUID]:
    """By the number of what was written. Only of words that are kept: the keys of all others are nowhere."""
    names = dict(survey.groups.values_list("pk", "key"))
    possible = {
        place: frozenset(names[one] for one in groups)
        for place, groups in list_possible_groups(written, chains).items()
    }
    with_keys = {number: keys for number, one in enumerate(written) if (keys := ThreadKeys.read(one.thread))}
    new = [NewThread(keys, possible[written[n].group, written[n].code]) for n, keys in with_keys.items()]
    return dict(zip(with_keys, start_threads(window_id=window_id, new=new, on=on), strict=True))


def list_chains(survey: Survey) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Of each group: itself and all that hold it, the smallest first; of larger groups before smaller ones."""
    above = dict(survey.groups.values_list("pk", "above"))
    chains = {group: _chain(group, above) for group in above}
    return dict(sorted(chains.items(), key=lambda one: len(one[1])))


def _write_group(group: uuid.UUID, answers: GroupAnswers) -> SurveyGroup:
    answered = None if answers.hidden else answers.answered
    return SurveyGroup(pk=group, asked=answers.asked, answered=answered, hidden=answers.hidden or "")


def _chain(group: uuid.UUID, above: Mapping[uuid.UUID, uuid.UUID | None]) -> list[uuid.UUID]:
    chain, one = [group], above[group]
    while one is not None:
        chain.append(one)
        one = above[one]
    return chain
