"""Who a program is for, and who the partners are: a rule over the facts of work."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from aizuchi.programs.models import Program

ROLES = ("", "heads", "members")


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What rules and matching may know of somebody: facts of work, nothing that anybody said or answered."""

    unit_path: tuple[uuid.UUID, ...] = ()
    """From the top of the tree down to the main unit; empty for whoever has none."""
    branch: uuid.UUID | None = None
    """The division: the unit right below the company."""
    title: str = ""
    grade: str = ""
    site: str = ""
    tenure_months: int | None = None
    languages: tuple[str, ...] = ()
    """As they wrote them, in small letters: 英語, english."""
    is_head: bool = False

    @property
    def unit(self) -> uuid.UUID | None:
        return self.unit_path[-1] if self.unit_path else None


@dataclass(frozen=True, kw_only=True)
class PeopleRule:
    """Everything that is empty asks for nothing. Which units it is about stands beside it, in the program."""

    tenure_from_months: int | None = None
    """At least so long here."""
    tenure_to_months: int | None = None
    """Shorter than so long here."""
    grades: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    role: str = ""
    """heads: heads of units; members: everybody but heads."""

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            tenure_from_months=kept.get("tenure_from_months"),
            tenure_to_months=kept.get("tenure_to_months"),
            grades=tuple(kept.get("grades", ())),
            sites=tuple(kept.get("sites", ())),
            role=kept.get("role", ""),
        )

    def write(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items() if value}

    def fits(self, facts: PersonFacts) -> bool:
        """Whoever has no first day fits no rule about how long."""
        return (
            (not self.role or facts.is_head == (self.role == "heads"))
            and (not self.grades or facts.grade in self.grades)
            and (not self.sites or facts.site in self.sites)
            and self._fits_tenure(facts.tenure_months)
        )

    def _fits_tenure(self, months: int | None) -> bool:
        if months is None:
            return self.tenure_from_months is None and self.tenure_to_months is None
        return (self.tenure_from_months or 0) <= months and (
            self.tenure_to_months is None or months < self.tenure_to_months
        )


@dataclass(frozen=True, kw_only=True)
class SideRule:
    """One side: the rule, and the units with all that lies below; no unit means everywhere."""

    rule: PeopleRule = PeopleRule()
    units: frozenset[uuid.UUID] = frozenset()

    def fits(self, facts: PersonFacts) -> bool:
        return (not self.units or not self.units.isdisjoint(facts.unit_path)) and self.rule.fits(facts)


@dataclass(frozen=True, kw_only=True)
class ProgramRules:
    """Who with whom. Nobody is ever with somebody above or below them; that needs no rule."""

    target: SideRule = SideRule()
    counterpart: SideRule = SideRule()
    """In a peer program the same people."""
    apart: str = ""
    same_title: bool = False
    without_former: bool = False
    flow: tuple[uuid.UUID, ...] = ()
    """Units in the order of work."""

    @classmethod
    def of(cls, program: Program) -> Self:
        target = SideRule(
            rule=PeopleRule.read(program.target), units=frozenset(unit.pk for unit in program.target_units.all())
        )
        others = SideRule(
            rule=PeopleRule.read(program.counterpart),
            units=frozenset(unit.pk for unit in program.counterpart_units.all()),
        )
        return cls(
            target=target,
            counterpart=target if program.is_peer else others,
            apart=program.apart,
            same_title=program.same_title,
            without_former=program.without_former,
            flow=tuple(step.unit_id for step in program.flow.all()),
        )

    def place_of(self, facts: PersonFacts) -> uuid.UUID | int | None:
        """Two people are far enough apart where theirs differ; along a flow of work, where theirs are neighbours."""
        match self.apart:
            case Program.Apart.UNIT:
                return facts.unit
            case Program.Apart.BRANCH:
                return facts.branch
            case Program.Apart.FLOW:
                steps = [self.flow.index(unit) for unit in facts.unit_path if unit in self.flow]
                return steps[-1] if steps else None
        return None

    def may_meet(self, one: PersonFacts, other: PersonFacts) -> bool:
        """As far as facts of work tell; who is above whom is known elsewhere (`find_superiors`)."""
        if self.same_title and one.title != other.title:
            return False
        return self.are_apart(self.place_of(one), self.place_of(other))

    def are_apart(self, here: uuid.UUID | int | None, there: uuid.UUID | int | None) -> bool:
        if not self.apart:
            return True
        if here is None or there is None:
            return False
        if isinstance(here, int) and isinstance(there, int):
            return abs(here - there) == 1
        return here != there
