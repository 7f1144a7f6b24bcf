"""What groups said is kept once, when a survey closes: pages read sums, never answers."""

import random
import uuid
from collections.abc import Mapping

from aizuchi.surveys.adding_up import Totals, carry_upwards
from aizuchi.surveys.models import AnswerSums, Survey, SurveyGroup, TextAnswer

MANY = 1000


def list_chains(survey: Survey) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Of each group: itself and all that hold it, the smallest first."""
    above = dict(survey.groups.values_list("pk", "above"))
    return {group: _chain(group, above) for group in above}


def keep_sums(
    survey: Survey,
    totals: Totals[uuid.UUID],
    *,
    asked: Mapping[uuid.UUID, int],
    answered: Mapping[uuid.UUID, int],
    chains: Mapping[uuid.UUID, list[uuid.UUID]],
) -> None:
    """All three by the smallest group. Groups of which nothing is in `answered` stay untold."""
    told = {one for group in answered for one in chains[group]}
    counts = {group: SurveyGroup(pk=group, asked=0, answered=0 if group in told else None) for group in chains}
    for group, people in asked.items():
        for one in chains[group]:
            counts[one].asked += people
    for group, people in answered.items():
        for one in chains[group]:
            counts[one].answered = (counts[one].answered or 0) + people
    SurveyGroup.objects.bulk_update(counts.values(), ["asked", "answered"], batch_size=MANY)
    AnswerSums.objects.bulk_create(
        (
            AnswerSums(group_id=group, question=code, answered=total.answered, counts=dict(total.counts))
            for group, of_group in carry_upwards(totals.by_group, chains).items()
            for code, total in of_group.questions.items()
        ),
        batch_size=MANY,
    )
    texts = [TextAnswer(group_id=group, question=code, text=text) for group, code, text in totals.texts]
    random.SystemRandom().shuffle(texts)
    TextAnswer.objects.bulk_create(texts, batch_size=MANY)


def _chain(group: uuid.UUID, above: Mapping[uuid.UUID, uuid.UUID | None]) -> list[uuid.UUID]:
    chain, one = [group], above[group]
    while one is not None:
        chain.append(one)
        one = above[one]
    return chain
