"""What a survey by name came to, for whoever reads every answer of it one by one anyway: nothing is held back.

Heads, and those with whom it is shared, read the sums that were kept when it closed, under the rules of groups.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from aizuchi.surveys.adding_up import GroupTotal, add_up
from aizuchi.surveys.models import AnswerSheet
from aizuchi.surveys.queries.result_access import ResultAccess
from aizuchi.surveys.results.lines import ResultLine, list_lines
from aizuchi.surveys.results.tallies import QuestionSums, Tallies, tally_lines
from aizuchi.surveys.structure import Definition, Kind
from aizuchi.surveys.structure.given import ReadAnswers, read_answers

MOST_ADDED_UP = 1000
"""While somebody waits for the page. Of more than these the kept sums hold back little."""


@dataclass(frozen=True, slots=True)
class NamedSums:
    answered: int
    tallies: Tallies


def add_up_named(
    access: ResultAccess, definition: Definition, chosen: uuid.UUID, parts: Collection[uuid.UUID]
) -> dict[uuid.UUID, NamedSums] | None:
    """Of a group and of parts of it. None where there are too many answers, and for whoever does not read them all."""
    if not access.reads_all_names:
        return None
    sent = AnswerSheet.objects.filter(participant__survey=access.survey, sent_at__isnull=False)
    if chosen != access.tree.root:
        sent = sent.filter(participant__group__in=access.tree.walk(chosen))
    found = list(sent.values_list("participant__group", "answers")[: MOST_ADDED_UP + 1])
    if len(found) > MOST_ADDED_UP:
        return None
    part_of = {group: part for part in parts for group in access.tree.walk(part)}

    def list_read() -> Iterator[tuple[uuid.UUID, ReadAnswers]]:
        for group, answers in found:
            read = read_answers(definition, answers)
            yield chosen, read
            if part := part_of.get(group):
                yield part, read

    totals = add_up(definition, list_read()).by_group
    lines = list(list_lines(definition))
    return {group: _tally(lines, totals.get(group, GroupTotal())) for group in (chosen, *parts)}


def _tally(lines: Sequence[ResultLine], total: GroupTotal) -> NamedSums:
    """Also that nobody chose something, which is told to nobody else."""
    tallies = tally_lines(
        lines, {code: QuestionSums(one.answered, one.counts) for code, one in total.questions.items()}
    )
    of_several = {line.key: line for line in lines if line.question.kind == Kind.MULTIPLE and line.key in tallies}
    for key, line in of_several.items():
        counts = tallies[key].counts
        tallies[key] = replace(tallies[key], counts={code: counts.get(code, 0) for code in line.scores})
    return NamedSums(total.answered, tallies)
