"""Programs of the company: mentors of other units, under way since some time, and one that people can join."""

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from django.utils.translation import override

from aizuchi.catalogue.models import ExpectedResponse, PairKind, Topic
from aizuchi.demo.pair_life import TOKYO, Vocabulary
from aizuchi.demo.staffing import Company
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Person
from aizuchi.programs.facts import ProgramFacts, facts_of_template, usual_facts
from aizuchi.programs.fit_answers import make_fit_answers
from aizuchi.programs.models import Match, Participant, Program
from aizuchi.programs.operations.opening import open_program
from aizuchi.programs.operations.set_up import create_program
from aizuchi.programs.queries.people_of_rules import counterpart_of, target_of
from aizuchi.programs.refusals import NotReady
from aizuchi.programs.vetoes import seal_vetoes

Moment = datetime.datetime
T = TypeVar("T", Topic, ExpectedResponse)
Side = Participant.Side
DAY = datetime.timedelta(days=1)
BEGAN, OPENED = 270, 6
"""Days ago."""
MENTEES, MENTORS = 9, 7
WORDS = (
    "三つの部署を渡り歩きました。遠回りの話なら、たくさんできます。",
    "聞くのが好きです。結論を急がずに話しましょう。",
)


def take_part_in_programs(*, company: Company, words: Vocabulary, now: Moment) -> None:
    began = max(now - BEGAN * DAY, company.organization.created_at + DAY)
    with override(company.organization.language):
        mentors = _bring_in_mentors(company, words, began, now)
        _open_another(company, words, now - OPENED * DAY, taken=mentors)


def _bring_in_mentors(company: Company, words: Vocabulary, began: Moment, now: Moment) -> set[object]:
    """Those who have a mentor already have found each other in it. Returns who takes part."""
    hr, today = company.cast["fujishiro"], began.astimezone(TOKYO).date()
    facts = replace(
        usual_facts(PairKind.MENTOR, owner_id=hr.pk, today=today),
        name="部署をこえるメンター制度",
        name_en="Mentors beyond one's own unit",
        topic_ids=frozenset(topic.pk for topic in words.topics.values() if topic.pair_kind == ""),
        months=12,
        starts_on=today + 21 * DAY,
        middle_on=today + 200 * DAY,
    )
    program = _open(company, facts, began)
    Program.objects.filter(pk=program.pk).update(state=Program.State.RUNNING)
    rows = Pair.objects.filter(organization=company.organization, kind=PairKind.MENTOR, until_on__isnull=True)
    pairs = list(rows.select_related("mentee", "mentor").order_by("created_at", "pk"))
    places: dict[object, Participant] = {}
    for pair in pairs:
        for person, side in ((pair.mentee, Side.MENTEE), (pair.mentor, Side.MENTOR)):
            if person.pk not in places:
                places[person.pk] = _join(program, person, side, words, number=len(places), now=pair.created_at)
    matches = [
        Match(
            program=program,
            mentee=places[pair.mentee_id],
            mentor=places[pair.mentor_id],
            score=88 - 5 * number,
            published_at=pair.created_at,
            pair=pair,
        )
        for number, pair in enumerate(pairs)
        if places[pair.mentee_id].side != places[pair.mentor_id].side
    ]
    make_fit_answers(Match.objects.bulk_create(matches), now=now)
    return set(places)


def _open_another(company: Company, words: Vocabulary, opened: Moment, *, taken: Collection[object]) -> None:
    hr, today = company.cast["fujishiro"], opened.astimezone(TOKYO).date()
    facts = replace(
        facts_of_template("second_year", owner_id=hr.pk, today=today),
        mode=Program.Mode.MUTUAL,
        name="2年目の社員と、ほかの部署の上司",
        name_en="Managers of other units for the second year",
        topic_ids=frozenset(topic.pk for topic in words.topics.values() if topic.key in ("career", "relations")),
    )
    try:
        program = _open(company, facts, opened)
    except NotReady:  # a small company where nobody is in their second year
        return
    target, heads = target_of(program, today), counterpart_of(program, today)
    people = [one for one in sorted(company.everybody, key=lambda one: one.employee_number) if one.pk not in taken]
    mentees = [one for one in people if one.pk in target][:MENTEES]
    mentors = [one for one in people if one.pk in heads - target][:MENTORS]
    for side, found in ((Side.MENTEE, mentees), (Side.MENTOR, mentors)):
        for number, person in enumerate(found):
            _join(program, person, side, words, number=number, now=opened + DAY)


def _open(company: Company, facts: ProgramFacts, now: Moment) -> Program:
    hr = company.cast["fujishiro"]
    program = create_program(actor=hr, facts=facts, now=now)
    return open_program(actor=hr, program_id=program.pk, now=now)


def _join(program: Program, person: Person, side: str, words: Vocabulary, *, number: int, now: Moment) -> Participant:
    """With what they want or offer; as many as that take one after the other."""
    is_mentor = side == Side.MENTOR
    row = Participant(
        program=program,
        person=person,
        side=side,
        state=Participant.State.JOINED,
        capacity=2 if is_mentor else 1,
        words=WORDS[number % len(WORDS)] if is_mentor else "",
        joined_at=now,
    )
    seal_vetoes(row, [], organization_id=program.organization_id, now=now)
    row.save()
    topics, responses = list(words.topics.values()), list(words.responses.values())
    row.topics.set(_some(topics, number))
    row.responses.set(_some(responses, number))
    return row


def _some(found: list[T], number: int) -> list[T]:
    """Three of them, others for each."""
    return [found[(number + step) % len(found)] for step in (0, 2, 3)]
