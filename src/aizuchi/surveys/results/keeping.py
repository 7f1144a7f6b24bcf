"""What of a survey is kept when it closes: what may be told, and nothing else. Pure.

Whatever is not here is destroyed with the answers, so that no page, export or copy of the database can tell it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from aizuchi.surveys.adding_up import GroupTotal, Totals, WrittenText
from aizuchi.surveys.merging import merge_small
from aizuchi.surveys.results.lines import ResultLine, list_lines
from aizuchi.surveys.results.tallies import QuestionSums, Tallies, Tally, tally_lines
from aizuchi.surveys.results.telling import GroupAnswers, tell_groups, tell_lines
from aizuchi.surveys.results.texts import FEWEST_TEXTS
from aizuchi.surveys.structure import Definition, Kind

G = TypeVar("G", bound=Hashable)


@dataclass(frozen=True, slots=True)
class GroupPeople:
    """Of those who are in a group and in none below it."""

    asked: int = 0
    answered: int = 0
    unproven: int = 0
    """So many of the answers may be somebody's second ones."""


@dataclass(frozen=True)
class Kept(Generic[G]):
    groups: dict[G, GroupAnswers]
    """With all that lies below each: what is hidden has no numbers."""
    sums: dict[G, dict[str, QuestionSums]]
    """By group and code of the question."""
    texts: list[WrittenText[G]]
    """At least five of a question in a group, each once."""


def keep_tellable(
    definition: Definition,
    totals: Totals[G],
    people: Mapping[G, GroupPeople],
    within: Mapping[G, Collection[G]],
    k: int,
) -> Kept[G]:
    """`within`: of each group, larger ones first, itself and what holds it, smaller ones first."""
    lines = list(list_lines(definition))
    names = {group: repr(group) for group in within}  # an id is slow to look up by
    smallest = {
        names[group]: GroupAnswers(
            asked=of_group.asked,
            answered=of_group.answered,
            unproven=of_group.unproven,
            tallies=_tally(lines, totals.by_group.get(group, GroupTotal())),
        )
        for group, of_group in people.items()
    }
    parts = _list_parts({names[group]: [names[one] for one in around] for group, around in within.items()})
    told = tell_lines(lines, smallest, parts, tell_groups(smallest, parts, k=k), k=k)
    groups = {group: told[name] for group, name in names.items()}
    return Kept(
        groups=groups,
        sums={group: _write_sums(lines, answers.tallies) for group, answers in groups.items() if not answers.hidden},
        texts=_keep_texts(totals.texts, people, within, {key for key, one in groups.items() if not one.hidden}),
    )


def _tally(lines: Iterable[ResultLine], total: GroupTotal) -> dict[str, Tally]:
    return tally_lines(lines, {code: QuestionSums(one.answered, one.counts) for code, one in total.questions.items()})


def _list_parts(within: Mapping[G, Collection[G]]) -> dict[G, list[G]]:
    parts: dict[G, list[G]] = {group: [] for group in within}
    for group, around in within.items():
        for one in around:
            parts[one].append(group)
    return parts


def _write_sums(lines: Iterable[ResultLine], tallies: Tallies) -> dict[str, QuestionSums]:
    """As `tally_lines` reads them: of a ranking what came first, nothing of those to whom a question does not apply."""
    answered: Counter[str] = Counter()
    counts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    totals: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if tally := tallies.get(line.key):
            code = line.question.code
            answered[code] = max(answered[code], tally.people)
            counts[code] |= {_write_code(line, choice): count for choice, count in tally.counts.items() if count}
            if tally.total is not None:
                totals[code][line.row.code if line.row else ""] = tally.total
    return {code: QuestionSums(answered[code], counts[code], totals[code]) for code in answered}


def _write_code(line: ResultLine, choice: str) -> str:
    if line.row:
        return f"{line.row.code}:{choice}"
    return f"{choice}:1" if line.question.kind == Kind.RANKING else choice


def _keep_texts(
    texts: Iterable[WrittenText[G]],
    people: Mapping[G, GroupPeople],
    within: Mapping[G, Collection[G]],
    told: Collection[G],
) -> list[WrittenText[G]]:
    """In the smallest group that is told and of which five wrote something; nowhere where even of all fewer did.

    Every group that is told has, apart from those below it that are told, the words of five or of nobody.
    """
    chains = {group: [one for one in around if one in told] for group, around in within.items()}
    above = {group: chains[group][1] if len(chains[group]) > 1 else None for group in within if group in told}
    unproven: Counter[G] = Counter()
    for group, of_group in people.items():
        unproven.update(dict.fromkeys(chains[group][:1], of_group.unproven))
    kept: list[WrittenText[G]] = []
    for by_group in _sort_texts(texts, chains).values():
        writers = {group: max(1, len(found) - unproven[group]) for group, found in by_group.items()}
        goals = merge_small(writers, above, FEWEST_TEXTS)
        kept += [one._replace(group=goals[group]) for group, found in by_group.items() if goals for one in found]
    return kept


def _sort_texts(
    texts: Iterable[WrittenText[G]], chains: Mapping[G, list[G]]
) -> defaultdict[str, defaultdict[G, list[WrittenText[G]]]]:
    """By question and the smallest group that is told."""
    sorted_: defaultdict[str, defaultdict[G, list[WrittenText[G]]]] = defaultdict(lambda: defaultdict(list))
    for one in texts:
        if chains[one.group] and one.text.strip():
            sorted_[one.code][chains[one.group][0]].append(one._replace(text=one.text.strip()))
    return sorted_


def list_possible_groups(
    texts: Iterable[WrittenText[G]], within: Mapping[G, Collection[G]]
) -> dict[tuple[G, str], set[G]]:
    """By group and question of what is kept: in which groups anybody may have written it. Those who have a group of
    their own below it, in which words are kept, may not."""
    places = {(one.group, one.code) for one in texts}
    found: dict[tuple[G, str], set[G]] = {place: set() for place in places}
    for code in {code for _, code in places}:
        for group, around in within.items():
            if goal := next((one for one in around if (one, code) in places), None):
                found[goal, code].add(group)
    return found
