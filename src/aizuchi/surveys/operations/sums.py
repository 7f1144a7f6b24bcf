"""What groups said is kept once, when a survey closes: pages read sums, never answers."""

import random
import uuid
from collections.abc import Mapping

from aizuchi.surveys.adding_up import Totals
from aizuchi.surveys.models import AnswerSums, Survey, SurveyGroup, TextAnswer
from aizuchi.surveys.results.keeping import GroupPeople, Kept, keep_tellable
from aizuchi.surveys.results.telling import GroupAnswers
from aizuchi.surveys.structure import Definition

MANY = 1000


def keep_sums(
    survey: Survey, definition: Definition, totals: Totals[uuid.UUID], people: Mapping[uuid.UUID, GroupPeople]
) -> None:
    """Both by the smallest group of whoever answered. What may not be told is not kept."""
    kept = keep_tellable(definition, totals, people, list_chains(survey), survey.smallest_group)
    SurveyGroup.objects.bulk_update(
        [_write_group(group, answers) for group, answers in kept.groups.items()],
        ["asked", "answered", "hidden"],
        batch_size=MANY,
    )
    AnswerSums.objects.bulk_create(
        (
            AnswerSums(group_id=group, question=code, answered=sums.answered, counts=dict(sums.counts))
            for group, of_group in kept.sums.items()
            for code, sums in of_group.items()
        ),
        batch_size=MANY,
    )
    _keep_texts(kept)


def list_chains(survey: Survey) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Of each group: itself and all that hold it, the smallest first; of larger groups before smaller ones."""
    above = dict(survey.groups.values_list("pk", "above"))
    chains = {group: _chain(group, above) for group in above}
    return dict(sorted(chains.items(), key=lambda one: len(one[1])))


def _write_group(group: uuid.UUID, answers: GroupAnswers) -> SurveyGroup:
    answered = None if answers.hidden else answers.answered
    return SurveyGroup(pk=group, asked=answers.asked, answered=answered, hidden=answers.hidden or "")


def _keep_texts(kept: Kept[uuid.UUID]) -> None:
    texts = [TextAnswer(group_id=group, question=code, text=text) for group, code, text in kept.texts]
    random.SystemRandom().shuffle(texts)
    TextAnswer.objects.bulk_create(texts, batch_size=MANY)


def _chain(group: uuid.UUID, above: Mapping[uuid.UUID, uuid.UUID | None]) -> list[uuid.UUID]:
    chain, one = [group], above[group]
    while one is not None:
        chain.append(one)
        one = above[one]
    return chain
