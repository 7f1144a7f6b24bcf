"""Which tallies of which units may be told together.

A unit's numbers are those of everybody in it and below it. For each line by itself, and for who answered at all, they
are told where k people stand behind them and behind whatever remains when told numbers are taken from each other
(`kernel.disclosure_control`). Different lines are different answers: none can be taken from another.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from aizuchi.kernel.disclosure_control import CountedUnit, choose_shown_by_people
from aizuchi.surveys.results.tallies import Tallies, Tally

Unit = TypeVar("Unit", bound=Hashable)


class Hidden(StrEnum):
    FEW = "few"
    GIVES_AWAY = "gives_away"
    """There would be enough people, but by subtraction it would tell of fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAnswers(Generic[Unit]):
    """What belongs to a unit directly: its people, without those of the units below."""

    unit: Unit
    parent: Unit | None
    asked: int = 0
    answered: int = 0
    tallies: Tallies = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldUnit:
    """What may be told of a unit with everything below it."""

    asked: int
    answered: int
    tallies: dict[str, Tally]
    hidden: Hidden | None = None

    @classmethod
    def nothing(cls, why: Hidden) -> "ToldUnit":
        return cls(asked=0, answered=0, tallies={}, hidden=why)


def tell_units(units: Sequence[UnitAnswers[Unit]], *, k: int) -> dict[Unit, ToldUnit]:
    """In the order of `units`. What is hidden is not in it, so that it need not be kept."""
    shown = _choose(units, {one.unit: one.answered for one in units}, k)
    told = {key: _choose(units, people, k) & shown for key, people in _people_by_line(units).items()}
    totals = add_up(units)
    return {
        one.unit: _tell(totals[one.unit], [key for key in told if one.unit in told[key]])
        if one.unit in shown
        else ToldUnit.nothing(Hidden.GIVES_AWAY if totals[one.unit].answered >= k else Hidden.FEW)
        for one in units
    }


def add_up(units: Sequence[UnitAnswers[Unit]]) -> dict[Unit, UnitAnswers[Unit]]:
    """Each with everything below it."""
    totals = {one.unit: one for one in units}
    for one in _deepest_first(units):
        if one.parent in totals:
            totals[one.parent] = _plus(totals[one.parent], totals[one.unit])
    return totals


def _deepest_first(units: Sequence[UnitAnswers[Unit]]) -> list[UnitAnswers[Unit]]:
    by_unit = {one.unit: one for one in units}

    def depth(one: UnitAnswers[Unit]) -> int:
        steps = 0
        while one.parent in by_unit:
            one, steps = by_unit[one.parent], steps + 1
        return steps

    return sorted(units, key=depth, reverse=True)


def _plus(one: UnitAnswers[Unit], other: UnitAnswers[Unit]) -> UnitAnswers[Unit]:
    keys = {**one.tallies, **other.tallies}
    return replace(
        one,
        asked=one.asked + other.asked,
        answered=one.answered + other.answered,
        tallies={key: one.tallies.get(key, Tally()).plus(other.tallies.get(key, Tally())) for key in keys},
    )


def _people_by_line(units: Iterable[UnitAnswers[Unit]]) -> dict[str, dict[Unit, int]]:
    found: dict[str, dict[Unit, int]] = defaultdict(dict)
    for one in units:
        for key, tally in one.tallies.items():
            found[key][one.unit] = tally.people
    return found


def _choose(units: Sequence[UnitAnswers[Unit]], people: Mapping[Unit, int], k: int) -> frozenset[Hashable]:
    nodes = [CountedUnit(one.unit, one.parent, people.get(one.unit, 0)) for one in units]
    return choose_shown_by_people(nodes, k=k)


def _tell(total: UnitAnswers[Unit], keys: Iterable[str]) -> ToldUnit:
    return ToldUnit(asked=total.asked, answered=total.answered, tallies={key: total.tallies[key] for key in keys})
