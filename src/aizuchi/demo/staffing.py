"""Founds the company: units, people, lines, roles, as HR would have entered them a year ago."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from json import loads

from aizuchi.demo.content import voices
from aizuchi.demo.content.company import CAST, COMPANY, DOMAIN, NAME, NAME_EN, Lead, UnitSpec
from aizuchi.demo.roster import ListedUnit, Roster, Section
from aizuchi.demo.timeline import Progress
from aizuchi.people.models import Organization, Person, Unit
from aizuchi.people.operations import add_person, add_unit, create_organization, grant_role, set_head, set_meets_from
from aizuchi.people.operations.employment import EmploymentFacts
from aizuchi.people.operations.person import PersonFacts

PASSWORD = "aizuchi-demo"  # noqa: S105  (the demo says it aloud; it exists nowhere else)
BASE_SIZE = 117
BUSINESS_UNITS_PER_COMPANY = 10
SITES = ("本社", "本社", "本社", "諏訪工場", "大阪")


@dataclass
class Company:
    organization: Organization
    hr: Person
    sections: dict[str, Section] = field(default_factory=dict)
    cast: dict[str, Person] = field(default_factory=dict)

    @property
    def everybody(self) -> Iterator[Person]:
        for section in self.sections.values():
            yield section.head
            yield from section.members


class Founder:
    """Keeps the state of one founding: who was drawn already, which numbers are taken."""

    def __init__(self, *, people: int, rng: random.Random, now: datetime.datetime, progress: Progress) -> None:
        names = loads(resources.files("aizuchi.demo.content").joinpath("names.json").read_text(encoding="utf-8"))
        self.rng, self.now, self.progress, self.target = rng, now, progress, people
        self.family, self.given = names["family"], names["given"]
        self.taken: set[tuple[str, str]] = set()
        self.count = 0
        # A larger company has more units of the same size, ten business units to a group company.
        self.copies = max(0, round(people / BASE_SIZE) - 1)

    def found(self) -> Company:
        organization = create_organization(name=NAME, name_en=NAME_EN, actor=None, now=self.now, is_demo=True)
        self.on = organization.today(self.now)
        self.company = Company(organization, hr=None)  # type: ignore[arg-type]  # set as soon as HR exists
        root = self._build(COMPANY, parent=None, supervisor=None)
        self._build_group(root)
        for lead in CAST:
            if lead.role:
                person = self.company.cast[lead.key]
                grant_role(person_id=person.pk, role=lead.role, starts_on=self.on, actor=None, now=self.now)
        self.company.hr = self.company.cast["fujishiro"]
        return self.company

    def _build(self, spec: UnitSpec, *, parent: Unit | None, supervisor: Person | None) -> Section:
        unit = add_unit(
            organization_id=self.company.organization.pk,
            name=spec.name,
            name_en=spec.name_en,
            code=spec.code,
            parent_id=parent.pk if parent else None,
            starts_on=self.on,
            actor=None,
            now=self.now,
        )
        if parent is None:
            set_meets_from(unit_id=unit.pk, on=self.on, actor=None, now=self.now)
        head = self._hire(spec, unit, supervisor, is_head=True)
        section = Section(spec, unit, head)
        self.company.sections[spec.code] = section
        for number in range(spec.members):
            lead = self._lead_for(spec, number)
            section.members.append(self._hire(spec, unit, head, is_head=False, lead=lead))
        for child in spec.children:
            self._build(child, parent=unit, supervisor=head)
        return section

    def _build_group(self, root: Section) -> None:
        """Many more of the same, whom HR brings in by a list."""
        roster = Roster()
        top = ListedUnit(COMPANY, root.unit.code, (COMPANY.name,), (COMPANY.name_en,), root.head.employee_number)
        group = top
        for number in range(self.copies):
            if number % BUSINESS_UNITS_PER_COMPANY == 0:
                place = number // BUSINESS_UNITS_PER_COMPANY + 1
                spec = UnitSpec("G", f"ミナモグループ{place}", f"Minamo Group {place}", "社長", "President")
                group = self._list(spec, roster, above=top, suffix=f"-{place}")
            spec = UnitSpec(
                "B",
                f"第{number + 1}事業部",
                f"Business Unit {number + 1}",
                "事業部長",
                "Business unit head",
                began_months_ago=2,
                children=COMPANY.children,
            )
            self._list(spec, roster, above=group, suffix=f"-{number + 1:03}")
        if roster.units:
            self.company.sections |= roster.bring_into(self.company.organization, now=self.now)

    def _list(self, spec: UnitSpec, roster: Roster, *, above: ListedUnit, suffix: str) -> ListedUnit:
        unit = ListedUnit(spec, spec.code + suffix, (*above.path, spec.name), (*above.path_en, spec.name_en))
        roster.units.append(unit)
        facts, employment = self._draw_person(spec, is_head=True)
        unit.head = facts.employee_number
        roster.add(unit, facts, employment, supervisor=above.head)
        for _number in range(spec.members):
            facts, employment = self._draw_person(spec, is_head=False)
            unit.members.append(facts.employee_number)
            roster.add(unit, facts, employment, supervisor=unit.head)
        for child in spec.children:
            self._list(child, roster, above=unit, suffix=suffix)
        return unit

    def _lead_for(self, spec: UnitSpec, number: int) -> Lead | None:
        leads = [lead for lead in CAST if lead.unit == spec.code and not lead.is_head]
        return leads[number] if number < len(leads) else None

    def _hire(
        self, spec: UnitSpec, unit: Unit, supervisor: Person | None, *, is_head: bool, lead: Lead | None = None
    ) -> Person:
        if is_head:
            lead = next((lead for lead in CAST if lead.unit == spec.code and lead.is_head), None)
        facts, employment = self._draw_person(spec, is_head=is_head, lead=lead)
        person = add_person(
            organization_id=self.company.organization.pk,
            facts=facts,
            unit_id=unit.pk,
            supervisor_id=supervisor.pk if supervisor else None,
            employment=employment,
            on=self.on,
            actor=None,
            now=self.now,
        )
        if is_head:
            set_head(unit_id=unit.pk, person_id=person.pk, on=self.on, actor=None, now=self.now)
        if lead:
            self.company.cast[lead.key] = person
        return person

    def _draw_person(
        self, spec: UnitSpec, *, is_head: bool, lead: Lead | None = None
    ) -> tuple[PersonFacts, EmploymentFacts]:
        self.count += 1
        names = lead.names if lead else self._draw_names()
        facts = self._facts_of(names, language=lead.language if lead else "ja")
        employment = EmploymentFacts(
            title=spec.head_title if is_head else "",
            title_en=spec.head_title_en if is_head else "",
            site=self.rng.choice(SITES),
        )
        if self.count % 20 == 0:
            self.progress(min(1.0, self.count / self.target), f"{self.count} people")
        return facts, employment

    def _facts_of(self, names: tuple[str, ...], *, language: str) -> PersonFacts:
        return PersonFacts(
            family_name=names[0],
            given_name=names[1],
            family_kana=names[2],
            given_kana=names[3],
            family_romaji=names[4],
            given_romaji=names[5],
            email=self._address(names),
            employee_number=f"M{self.count:05}",
            language=language,
            joined_on=self.on - datetime.timedelta(days=self.rng.randint(200, 5000)),
        )

    def _draw_names(self) -> tuple[str, ...]:
        """Full names repeat only in companies too large for our list."""
        for _ in range(50):
            family, given = self.rng.choice(self.family), self.rng.choice(self.given)
            if (family[0], given[0]) not in self.taken:
                break
        self.taken.add((family[0], given[0]))
        return family[0], given[0], family[1], given[1], family[2], given[2]

    def _address(self, names: tuple[str, ...]) -> str:
        stem = f"{names[5]}.{names[4]}".lower()
        return f"{stem}@{DOMAIN}" if self.target <= 2 * BASE_SIZE else f"{stem}.{self.count}@{DOMAIN}"


INTRODUCED = ("introduction", "interests", "preferred_times")


def introduce(person: Person, lead: Lead | None, rng: random.Random) -> dict[str, str]:
    """What a person says about themselves on their profile; half of them say nothing yet."""
    if lead is None and rng.random() < 0.5:
        return {}
    return {
        "introduction": (lead and lead.introduction) or rng.choice(voices.INTRODUCTIONS),
        "interests": rng.choice(voices.INTERESTS),
        "preferred_times": rng.choice(voices.PREFERRED_TIMES),
    }
