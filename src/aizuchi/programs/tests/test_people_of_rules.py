"""Whom rules let in, and whom they leave without anybody."""

import datetime
import random
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import SINCE, Cast
from tests.factories import MembershipFactory, PairFactory, PersonFactory, ReportingLineFactory, UnitFactory

from aizuchi.people.models import Employment, Leave, Person
from aizuchi.programs.models import FlowStep, Program
from aizuchi.programs.people_rules import PeopleRule, ProgramRules, SideRule
from aizuchi.programs.queries.people_of_rules import (
    count_months,
    count_people,
    counterpart_of,
    facts_of,
    facts_of_everybody,
    find_alone,
    find_superiors,
    list_former_partners,
    target_of,
)
from aizuchi.programs.tests.programs import make_program

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ON = timezone.localdate()


def pks(*people: Person) -> set[uuid.UUID]:
    return {one.pk for one in people}


def test_a_unit_means_all_that_lies_below_it(cast: Cast) -> None:
    program = make_program(cast.hr, units=[cast.development])

    assert target_of(program, ON) == pks(cast.manager, cast.mentor, cast.member, cast.peer)
    assert counterpart_of(program, ON) == pks(*cast.everybody) - pks(cast.stranger)


def test_who_has_left_or_is_on_leave_or_has_not_come_yet_is_not_in_it(cast: Cast) -> None:
    Leave.objects.create(person=cast.member, starts_on=ON)
    Person.objects.filter(pk=cast.peer.pk).update(left_on=ON - datetime.timedelta(days=1))
    Person.objects.filter(pk=cast.mentor.pk).update(joined_on=ON + datetime.timedelta(days=1))
    program = make_program(cast.hr, units=[cast.development])

    assert target_of(program, ON) == pks(cast.manager)
    counts = count_people(cast.organization, ProgramRules.of(program), ON)
    assert (counts.target, counts.on_leave) == (1, 1)


def test_rules_ask_for_time_here_and_grade_and_site_and_role(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(joined_on=ON - datetime.timedelta(days=500))
    Person.objects.filter(pk=cast.peer.pk).update(joined_on=None)
    Employment.objects.create(person=cast.mentor, starts_on=SINCE, grade="M2", site="名古屋")
    Employment.objects.create(person=cast.manager, starts_on=SINCE, grade="M1", site="東京")
    second_year = PeopleRule(tenure_from_months=12, tenure_to_months=24)
    program = make_program(cast.hr, target=second_year.write(), counterpart={"role": "heads", "grades": ["M2", "M1"]})

    assert target_of(program, ON) == pks(cast.member)
    assert counterpart_of(program, ON) == pks(cast.manager, cast.mentor)
    program.counterpart["sites"] = ["名古屋"]
    assert counterpart_of(program, ON) == pks(cast.mentor)
    assert PeopleRule.read(program.counterpart).write() == program.counterpart


def test_facts_are_of_the_day_and_divisions_lie_below_the_company(cast: Cast) -> None:
    Person.objects.filter(pk=cast.member.pk).update(spoken_languages="日本語、English")

    facts = facts_of([cast.member.pk, cast.executive.pk], ON)

    member = facts[cast.member.pk]
    assert member.unit_path == (cast.company.pk, cast.development.pk, cast.control.pk)
    assert (member.branch, facts[cast.executive.pk].branch) == (cast.development.pk, cast.company.pk)
    assert member.languages == ("日本語", "english")
    assert not member.is_head
    assert facts_of([], ON) == {}
    assert count_months(datetime.date(2025, 1, 31), datetime.date(2026, 1, 30)) == 11


def test_heads_of_ones_units_are_above_as_supervisors_are(cast: Cast) -> None:
    head = PersonFactory(organization=cast.organization)
    MembershipFactory(person=head, unit=cast.development, is_head=True)

    superiors = find_superiors(cast.organization, ON)

    assert superiors[cast.member.pk] == pks(cast.manager, head, cast.executive)
    assert superiors[head.pk] == pks(cast.executive)


def test_who_has_only_superiors_is_left_without_anybody(cast: Cast) -> None:
    control = SideRule(units=frozenset([cast.control.pk]))
    heads = SideRule(rule=PeopleRule(role="heads"), units=frozenset([cast.control.pk]))

    counts = count_people(cast.organization, ProgramRules(target=control, counterpart=heads), ON)

    assert (counts.target, counts.counterpart, counts.without_anyone) == (3, 1, 3)


def test_the_count_says_what_trying_everybody_would_say(cast: Cast) -> None:
    """Whatever the rules are, along a flow of work too."""
    chance = random.Random(7)
    units = [cast.control, cast.mechanics, cast.sales, UnitFactory(parent=cast.development, code="X")]
    for _number in range(12):
        person = PersonFactory(organization=cast.organization)
        MembershipFactory(person=person, unit=chance.choice(units))
        ReportingLineFactory(person=person, supervisor=chance.choice(cast.everybody[:4]))
        Employment.objects.create(person=person, starts_on=SINCE, title=chance.choice(["設計", "営業"]))
    PairFactory(mentee=cast.member, mentor=cast.mentor, kind="mentor")
    facts = facts_of_everybody(cast.organization, ON)
    superiors = find_superiors(cast.organization, ON)
    former = set(list_former_partners(cast.organization))
    tried = 0
    for apart in Program.Apart.values:
        for same_title, without_former in ((False, False), (True, False), (False, True)):
            flow = tuple(unit.pk for unit in units[:3])
            rules = ProgramRules(apart=apart, same_title=same_title, without_former=without_former, flow=flow)
            target = set(chance.sample(sorted(facts), 12))
            others = set(chance.sample(sorted(facts), 3))

            def is_possible(one: uuid.UUID, other: uuid.UUID, rules: ProgramRules = rules) -> bool:
                is_line = other in superiors.get(one, ()) or one in superiors.get(other, ())
                is_former = rules.without_former and ((one, other) in former or (other, one) in former)
                return one != other and not is_line and not is_former and rules.may_meet(facts[one], facts[other])

            alone = {one for one in target if not any(is_possible(one, other) for other in others)}
            assert find_alone(cast.organization, rules, target, others, facts, ON) == alone
            tried += len(alone)
    assert tried > 10


def test_rules_follow_what_stands_in_the_program(cast: Cast) -> None:
    program = make_program(cast.hr, units=[cast.control], kind="peer", apart="flow")
    FlowStep.objects.create(program=program, unit=cast.control, position=1)
    FlowStep.objects.create(program=program, unit=cast.sales, position=0)

    rules = ProgramRules.of(program)

    assert rules.flow == (cast.sales.pk, cast.control.pk)
    assert rules.counterpart == rules.target


def test_the_number_of_statements_does_not_grow(cast: Cast) -> None:
    rules = ProgramRules(apart="unit", without_former=True)
    with CaptureQueriesContext(
        connection,
    ) as few:
        count_people(cast.organization, rules, ON)
    for _number in range(5):
        MembershipFactory(person=PersonFactory(organization=cast.organization), unit=UnitFactory(parent=cast.sales))
    with CaptureQueriesContext(connection) as many:
        count_people(cast.organization, rules, ON)

    assert len(many) == len(few) <= 13
