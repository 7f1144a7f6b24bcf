"""What groups said, and what is left of each without its parts. Pure.

A tool tells of a unit with all that lies below it; what is kept is told of the smallest groups, so that the rules for
sums see what comes out by subtraction.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aizuchi.surveys.adding_up import Totals
from aizuchi.surveys.outside.questions import FAVOURABLE, NOT_FAVOURABLE, code_of
from aizuchi.surveys.outside.reading import GroupNumber, LineFault, LineFaultKind

Unit = uuid.UUID | None


@dataclass
class _Said:
    people: int = 0
    favourable: int = 0
    line: int = 0


@dataclass
class OwnNumbers:
    """By unit, without what lies below it."""

    totals: Totals[Unit] = field(default_factory=Totals)
    people: dict[Unit, int] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)


def take_parts_away(numbers: Iterable[tuple[Unit, GroupNumber]], above: Mapping[Unit, Unit]) -> OwnNumbers:
    """`above`: of every unit that one holds or that has numbers the next larger one; each after the one above it.
    Nothing stands above None, everybody."""
    found = OwnNumbers()
    by_question: defaultdict[str, dict[Unit, _Said]] = defaultdict(dict)
    for unit, number in numbers:
        said = by_question[number.question].setdefault(unit, _Said())
        said.people += number.people
        said.favourable += round(number.people * number.favourable)
        said.line = number.line
    for question, given in by_question.items():
        _take_away(question, given, above, found)
    for unit, total in found.totals.by_group.items():
        total.answered = max(one.answered for one in total.questions.values())
        found.people[unit] = total.answered
    return found


def _take_away(question: str, given: Mapping[Unit, _Said], above: Mapping[Unit, Unit], found: OwnNumbers) -> None:
    parts: defaultdict[Unit, _Said] = defaultdict(_Said)
    for unit in reversed(list(above)):
        whole, of_parts = given.get(unit), parts[unit]
        own = _Said()
        if whole is not None and whole.people < of_parts.people:
            found.faults.append(LineFault(LineFaultKind.PARTS_EXCEED, whole.line, question))
        elif whole is not None:
            people = whole.people - of_parts.people
            own = _Said(people, min(max(whole.favourable - of_parts.favourable, 0), people))
        if own.people:
            total = found.totals.by_group[unit].questions[code_of(question)]
            total.answered = own.people
            total.counts.update({FAVOURABLE: own.favourable, NOT_FAVOURABLE: own.people - own.favourable})
        if unit is not None:
            parts[above[unit]].people += own.people + of_parts.people
            parts[above[unit]].favourable += own.favourable + of_parts.favourable
