"""Who the rules of a program let in, on a day: a fixed number of statements, however many people there are."""

import datetime
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from aizuchi.pairs.models import Pair
from aizuchi.people.models import Employment, Leave, Membership, Organization, Person, ReportingLine
from aizuchi.people.queries.units import Tree, main_units, outline_of
from aizuchi.programs.models import Participant, Program
from aizuchi.programs.people_rules import PersonFacts, ProgramRules, SideRule

Facts = Mapping[uuid.UUID, PersonFacts]
Place = uuid.UUID | int | None
Side, State = Participant.Side, Program.State
FEW = 500
_BETWEEN_LANGUAGES = re.compile(r"[\s,、，・/／;；]+")


@dataclass(frozen=True, kw_only=True)
class RuleCounts:
    """What rules come to, while they are being written."""

    target: int
    on_leave: int
    """Of those it is for: left out as long as they are away."""
    counterpart: int
    asked: int
    """Who is on either side, each once."""
    without_anyone: int
    """Of those it is for, how many the rules leave nobody."""


def target_of(program: Program, on: datetime.date) -> set[uuid.UUID]:
    """Who it is for. Nobody who has left, has not come yet, or is on leave."""
    facts = facts_of_everybody(program.organization, on)
    return _choose(ProgramRules.of(program).target, facts)


def counterpart_of(program: Program, on: datetime.date) -> set[uuid.UUID]:
    """Who may be asked to be a partner; in a peer program those it is for."""
    facts = facts_of_everybody(program.organization, on)
    return _choose(ProgramRules.of(program).counterpart, facts)


def facts_of_everybody(organization: Organization, on: datetime.date) -> dict[uuid.UUID, PersonFacts]:
    """Of all who are at work."""
    people = Person.objects.filter(organization=organization).present_on(on)
    return _facts(organization, people.exclude(pk__in=_away(organization, on)), on)


def facts_of(person_ids: Iterable[uuid.UUID], on: datetime.date) -> dict[uuid.UUID, PersonFacts]:
    """Of these, wherever they are. All are of one organization: that of the first."""
    wanted = list(person_ids)
    organization = Organization.objects.filter(people__in=wanted[:1]).first()
    if organization is None:
        return {}
    chosen, people = set(wanted), Person.objects.filter(organization=organization)
    if len(chosen) <= FEW:
        return _facts(organization, people.filter(pk__in=chosen), on, only=chosen)
    return {person: facts for person, facts in _facts(organization, people, on).items() if person in chosen}


def list_open_sides(viewer: Person, program: Program, on: datetime.date) -> list[str]:
    """On which sides somebody may join on that day; none for whoever is away or has left, or where nobody may."""
    if not program.takes_people_on(on):
        return []
    return _list_sides(program, _facts_of_one(viewer, on))


def list_open_sides_of_all(viewer: Person, on: datetime.date) -> list[tuple[Program, list[str]]]:
    """Every program that somebody may join on that day, with the sides."""
    out = Program.objects.filter(organization=viewer.organization_id, state__in=(State.OPEN, State.RUNNING))
    found = [
        one for one in out.prefetch_related("target_units", "counterpart_units", "flow") if one.takes_people_on(on)
    ]
    facts = _facts_of_one(viewer, on) if found else None
    return [(program, sides) for program in found if (sides := _list_sides(program, facts))]


def _list_sides(program: Program, facts: PersonFacts | None) -> list[str]:
    if facts is None:
        return []
    rules = ProgramRules.of(program)
    if program.is_peer:
        return [Side.PEER] if rules.target.fits(facts) else []
    fitting = [(Side.MENTEE, rules.target), (Side.MENTOR, rules.counterpart)]
    return [side for side, rule in fitting if rule.fits(facts)]


def _facts_of_one(person: Person, on: datetime.date) -> PersonFacts | None:
    """None for whoever is not at work on that day."""
    at_work = Person.objects.filter(pk=person.pk).present_on(on).exclude(pk__in=_away(person.organization, on))
    return _facts(person.organization, at_work, on, only={person.pk}).get(person.pk)


def count_people(organization: Organization, rules: ProgramRules, on: datetime.date) -> RuleCounts:
    present = _facts(organization, Person.objects.filter(organization=organization).present_on(on), on)
    away = set(_away(organization, on))
    facts = {person: one for person, one in present.items() if person not in away}
    target, counterpart = _choose(rules.target, facts), _choose(rules.counterpart, facts)
    return RuleCounts(
        target=len(target),
        on_leave=len(away & _choose(rules.target, present)),
        counterpart=len(counterpart),
        asked=len(target | counterpart),
        without_anyone=len(find_alone(organization, rules, target, counterpart, facts, on)),
    )


def find_alone(
    organization: Organization,
    rules: ProgramRules,
    target: Collection[uuid.UUID],
    counterpart: Collection[uuid.UUID],
    facts: Facts,
    on: datetime.date,
) -> set[uuid.UUID]:
    """For whom there is nobody. Counted by place and kind of work, less those who are out of the question."""
    places = {person: rules.place_of(facts[person]) for person in {*target, *counterpart}}
    kinds = {person: facts[person].title if rules.same_title else "" for person in places}
    by_kind = Counter(kinds[person] for person in counterpart)
    by_place = Counter((kinds[person], places[person]) for person in counterpart)
    left = {}
    for person in target:
        kind, place = kinds[person], places[person]
        left[person] = _count_apart(rules, by_kind[kind], by_place, kind, place)
    out = _out_of_the_question(organization, rules, on)
    others = set(counterpart)
    for person in target:
        for other in {person, *out.get(person, ())} & others:
            if kinds[person] == kinds[other] and rules.are_apart(places[person], places[other]):
                left[person] -= 1
    return {person for person, count in left.items() if count <= 0}


def _count_apart(
    rules: ProgramRules, of_kind: int, by_place: Counter[tuple[str, Place]], kind: str, place: Place
) -> int:
    if not rules.apart:
        return of_kind
    if place is None:
        return 0
    if isinstance(place, int):
        return by_place[kind, place - 1] + by_place[kind, place + 1]
    return of_kind - by_place[kind, place] - by_place[kind, None]


def _out_of_the_question(
    organization: Organization, rules: ProgramRules, on: datetime.date
) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By person, whoever is above or below them, and former partners where these are not wanted again."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for person, superiors in find_superiors(organization, on).items():
        for superior in superiors:
            found[person].add(superior)
            found[superior].add(person)
    if rules.without_former:
        for one, other in list_former_partners(organization):
            found[one].add(other)
            found[other].add(one)
    return found


def list_former_partners(organization: Organization) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
    """Who has met beside the line, mentee first; those who still do as well."""
    beside = Pair.objects.filter(mentee__organization=organization).exclude(kind="supervisor")
    return beside.values_list("mentee", "mentor")


def find_superiors(organization: Organization, on: datetime.date) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """By person everybody above: along the reporting line, and heads of their main unit and those above it, who may
    have a say in how they are appraised."""
    lines = dict(
        ReportingLine.objects.on(on).filter(person__organization=organization).values_list("person", "supervisor")
    )
    tree, heads = outline_of(organization, on=on), _heads(organization, on)
    above_unit = {unit: _heads_above(tree, unit, heads) for unit in tree.by_id}
    main = main_units(organization, on=on)
    found = {}
    for person in {*lines, *main}:
        by_unit = above_unit.get(main[person], frozenset()) if person in main else frozenset()
        found[person] = (by_unit | _chain(person, lines)) - {person}
    return found


def _heads(organization: Organization, on: datetime.date) -> dict[uuid.UUID, set[uuid.UUID]]:
    heads: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    rows = Membership.objects.on(on).filter(unit__organization=organization, is_head=True)
    for unit, person in rows.values_list("unit", "person"):
        heads[unit].add(person)
    return heads


def _heads_above(tree: Tree, unit: uuid.UUID, heads: Mapping[uuid.UUID, set[uuid.UUID]]) -> frozenset[uuid.UUID]:
    return frozenset(person for node in tree.path_of(unit) for person in heads.get(node.id, ()))


def _chain(person: uuid.UUID, lines: Mapping[uuid.UUID, uuid.UUID]) -> set[uuid.UUID]:
    """Upwards, also where the data hold a circle."""
    found: set[uuid.UUID] = set()
    above = lines.get(person)
    while above and above not in found:
        found.add(above)
        above = lines.get(above)
    return found


def _choose(side: SideRule, facts: Facts) -> set[uuid.UUID]:
    return {person for person, one in facts.items() if side.fits(one)}


def _away(organization: Organization, on: datetime.date) -> QuerySet[Leave, uuid.UUID]:
    return Leave.objects.on(on).filter(person__organization=organization).values_list("person", flat=True)


def _facts(
    organization: Organization, people: QuerySet[Person], on: datetime.date, *, only: Collection[uuid.UUID] = ()
) -> dict[uuid.UUID, PersonFacts]:
    """`only`: where the people are few, nothing of others is read."""
    tree = outline_of(organization, on=on)
    members = Membership.objects.on(on).filter(unit__organization=organization)
    work = Employment.objects.on(on).filter(person__organization=organization)
    if only:
        members, work = members.filter(person__in=only), work.filter(person__in=only)
    main = dict(members.filter(is_main=True).values_list("person", "unit"))
    heads = set(members.filter(is_head=True).values_list("person", flat=True))
    paths = {unit: tuple(node.id for node in tree.path_of(unit)) for unit in {*main.values()}}
    below_company = 1 if len(tree.roots) == 1 else 0
    employed = {person: rest for person, *rest in work.values_list("person", "title", "grade", "site")}
    found = {}
    for person, joined_on, languages in people.values_list("pk", "joined_on", "spoken_languages"):
        path = paths.get(main[person], ()) if person in main else ()
        title, grade, site = employed.get(person, ("", "", ""))
        found[person] = PersonFacts(
            unit_path=path,
            branch=path[min(below_company, len(path) - 1)] if path else None,
            title=title,
            grade=grade,
            site=site,
            tenure_months=count_months(joined_on, on) if joined_on else None,
            languages=tuple(one for one in _BETWEEN_LANGUAGES.split(languages.lower()) if one) if languages else (),
            is_head=person in heads,
        )
    return found


def count_months(since: datetime.date, on: datetime.date) -> int:
    """Whole ones."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - 1 if on.day < since.day else months
