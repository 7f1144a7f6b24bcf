"""Whom a survey asks, and in which groups."""

import datetime
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory

from aizuchi.people.models import Leave, Person
from aizuchi.surveys import audiences
from aizuchi.surveys.asked import WhoIsAsked, find_asked, read_asked
from aizuchi.surveys.attributes import find_values, say_values
from aizuchi.surveys.audiences import SurveyAudience
from aizuchi.surveys.grouping import Grouping, GroupOfPeople, split_by_values
from aizuchi.surveys.groups_of_asked import GroupTerms
from aizuchi.surveys.models import Participant, Survey, SurveyGroup
from aizuchi.surveys.operations import copy_survey, create_survey, open_survey, settle_survey
from aizuchi.surveys.operations.opening import SurveyTerms
from aizuchi.surveys.queries import AskedPreview, preview_asked
from aizuchi.surveys.refusals import NobodyAsked
from aizuchi.surveys.tests.definitions import question, survey

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
WEEK = datetime.timedelta(days=7)
SignIn = Callable[[Person], Client]


def asked(cast: Cast, **who: Any) -> set[uuid.UUID]:
    return set(find_asked(cast.organization, WhoIsAsked(**who), on=cast.organization.today(NOW)))


def pks(*people: Person) -> set[uuid.UUID]:
    return {one.pk for one in people}


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """An app that knows who takes part in something; of everybody, also of another company."""

    def find_people(_organization: object, key: str, _on: datetime.date) -> set[uuid.UUID]:
        return pks(cast.member, cast.colleague, cast.stranger) if key == "autumn" else set()

    programs = SurveyAudience(
        key="programs", label="プログラム", list_choices=lambda *_: [("autumn", "秋の回")], find_people=find_people
    )
    monkeypatch.setattr(audiences, "gather", lambda kind: (programs,))


def test_heads_are_asked_alone_or_left_out(cast: Cast) -> None:
    assert asked(cast, role="heads") == pks(cast.executive, cast.manager, cast.mentor)
    assert asked(cast, role="members", unit_ids=[cast.development.pk]) == pks(cast.member, cast.peer)
    assert asked(cast, role="hr") == pks(cast.hr)


def test_time_here_counts_on_the_day_and_whose_is_unknown_is_not_asked_by_it(cast: Cast) -> None:
    today = cast.organization.today(NOW)
    Person.objects.update(joined_on=None)
    for person, days in ((cast.member, 364), (cast.peer, 365), (cast.mentor, 1095)):
        Person.objects.filter(pk=person.pk).update(joined_on=today - datetime.timedelta(days=days))

    assert asked(cast, tenure="new") == pks(cast.member)
    assert asked(cast, tenure="settled") == pks(cast.peer)
    assert asked(cast, tenure="long") == pks(cast.mentor)


def test_a_list_asks_nobody_beyond_it_of_another_company_or_on_leave(cast: Cast) -> None:
    Leave.objects.create(person=cast.peer, starts_on=cast.organization.today(NOW))

    assert asked(cast, person_ids=pks(cast.member, cast.peer, cast.stranger)) == pks(cast.member)


@pytest.mark.usefixtures("named")
def test_an_audience_of_another_app_is_asked_without_strangers(cast: Cast) -> None:
    assert asked(cast, audience="programs:autumn") == pks(cast.member, cast.colleague)
    assert asked(cast, audience="programs:spring") == set()
    assert asked(cast, audience="gone:autumn") == set()


def settle(cast: Cast, **terms: Any) -> Survey:
    made = create_survey(actor=cast.hr, kind="free", definition=survey(question("mood")), now=NOW)
    told = SurveyTerms(opens_at=NOW, closes_at=NOW + WEEK, **terms)
    return settle_survey(actor=cast.hr, survey_id=made.pk, terms=told, now=NOW)


@pytest.mark.usefixtures("named")
def test_whom_it_asks_is_frozen_when_it_opens_and_goes_along_with_a_copy(cast: Cast) -> None:
    made = settle(cast, audience="programs:autumn", role="members", person_ids=pks(cast.member, cast.manager))
    open_survey(survey_id=made.pk, now=NOW)
    MembershipFactory(person=cast.member, unit=cast.sales, is_main=False, is_head=True)

    assert set(Participant.objects.values_list("person", flat=True)) == pks(cast.member)
    copied = copy_survey(actor=cast.hr, survey_id=made.pk, now=NOW)
    assert read_asked(copied) == read_asked(Survey.objects.get(pk=made.pk))


def test_where_it_is_set_otherwise_while_it_opens_the_others_are_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = settle(cast, person_ids=pks(cast.member))
    calls: list[int] = []

    def find_slowly(*args: Any, **more: Any) -> Any:
        calls.append(len(connection.savepoint_ids))
        if len(calls) == 1:
            made.people.set([cast.peer])
            return {cast.member.pk: None}
        return find_asked(*args, **more)

    monkeypatch.setattr("aizuchi.surveys.operations.opening.find_asked", find_slowly)
    open_survey(survey_id=made.pk, now=NOW)

    assert set(Participant.objects.values_list("person", flat=True)) == pks(cast.peer)
    assert calls[0] < calls[1]


def test_where_nobody_is_left_that_is_said(cast: Cast) -> None:
    with pytest.raises(NobodyAsked):
        settle(cast, role="hr", person_ids=pks(cast.member))


@pytest.fixture
def crowd(cast: Cast) -> None:
    """Six who are new and seven who have been here for long in control software, six and two in sales."""
    today = cast.organization.today(NOW)
    Person.objects.filter(organization=cast.organization).update(joined_on=None)
    new_and_long = {cast.control: (6, 7), cast.sales: (6, 2), cast.company: (0, 8), cast.development: (0, 8)}
    there = [(unit, *one) for unit, both in new_and_long.items() for one in zip((9, 2000), both, strict=True)]
    for unit, days, count in there:
        for _ in range(count):
            person = PersonFactory(organization=cast.organization, joined_on=today - datetime.timedelta(days=days))
            MembershipFactory(person=person, unit=unit, is_main=True)


@pytest.mark.usefixtures("crowd")
def test_without_names_those_of_a_unit_are_told_apart_where_each_part_has_enough(cast: Cast) -> None:
    made = settle(cast, is_anonymous=True, smallest_group=5, second_attribute="tenure")
    open_survey(survey_id=made.pk, now=NOW)

    inside = Counter(Participant.objects.values_list("group__unit__code", "group__values"))
    assert min(inside.values()) >= 5
    assert inside["CTRL", "new"] == 6
    assert inside["CTRL", "long+"] == 10
    assert ("SALES", "new") not in inside
    control = SurveyGroup.objects.get(unit=cast.control, values="")
    assert set(control.below.values_list("values", flat=True)) == {"new", "long+"}


@pytest.mark.usefixtures("crowd")
def test_by_name_nobody_is_told_apart_by_more_than_the_unit(cast: Cast) -> None:
    made = settle(cast, second_attribute="tenure")
    open_survey(survey_id=made.pk, now=NOW)

    assert made.second_attribute == ""
    assert not SurveyGroup.objects.exclude(values="").exists()


@pytest.mark.usefixtures("crowd")
def test_before_it_goes_out_it_is_said_how_many_and_who_is_put_together(cast: Cast) -> None:
    terms = GroupTerms(is_anonymous=True, smallest_group=5, second_attribute="tenure")

    seen = preview_asked(cast.organization, WhoIsAsked(), terms, on=cast.organization.today(NOW))

    assert seen.people == 9 + 37 - 1
    assert sum(group.people for group in seen.groups) == seen.people
    by_name = {(group.name, group.values): group for group in seen.groups}
    assert by_name["制御ソフト課", "入社1年目"].people == 6
    assert any("人事部" in group.merged for group in seen.groups)


@pytest.mark.parametrize(("people", "k", "expected"), [(4, 5, False), (7, 5, True), (9, 5, True), (10, 5, False)])
def test_where_nearly_all_have_to_answer_it_is_said_before_it_goes_out(people: int, k: int, expected: bool) -> None:
    seen = AskedPreview(people=people, smallest_group=k, is_anonymous=True, groups=[], more=0)

    assert seen.is_fragile == expected
    assert not replace(seen, is_anonymous=False).is_fragile
    assert ("電話とパソコン" in render_to_string("surveys/_preview.html", {"preview": seen})) == expected


def test_the_page_shows_it_and_changes_nothing(cast: Cast, client_for: SignIn) -> None:
    made = create_survey(actor=cast.hr, kind="free", definition=survey(question("mood")), now=NOW)
    today = timezone.localdate()
    typed = {
        "opens_on": f"{today}", "closes_on": f"{today + WEEK}", "readers": "hr", "is_anonymous": "yes",
        "smallest_group": "5", "people": "aoi.onodera@example.jp", "look": "1",
    }  # fmt: skip

    page = client_for(cast.hr).post(reverse("surveys:settle", args=[made.pk]), typed).content.decode()
    wrong = client_for(cast.hr).post(reverse("surveys:settle", args=[made.pk]), {**typed, "people": "nobody@"})

    assert "1人" in page
    assert (wrong.status_code, "nobody@" in wrong.content.decode()) == (422, True)
    made.refresh_from_db()
    assert (made.is_settled, made.people.count()) == (False, 0)


def test_heads_and_facts_of_work_tell_people_apart(cast: Cast) -> None:
    today = cast.organization.today(NOW)
    cast.member.employments.create(starts_on=today, grade="G3", site="大阪", kind="part_time")

    assert find_values(cast.organization, "site", on=today) == {cast.member.pk: "大阪"}
    assert find_values(cast.organization, "heads", on=today)[cast.manager.pk] == "head"
    assert say_values("part_time+大阪") == "パート・アルバイト、大阪"


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "new", "settled", "long"]))), st.integers(5, 9))
def test_whoever_they_are_no_part_has_too_few_and_nobody_is_lost(people: list[tuple[str, str]], k: int) -> None:
    ids = [uuid.UUID(int=number) for number in range(len(people))]
    units = Counter(unit for unit, _ in people)
    before = Grouping(
        groups={unit: GroupOfPeople(above=None, unit_id=None, people=count) for unit, count in units.items()},
        key_of={one: unit for one, (unit, _) in zip(ids, people, strict=True)},
    )
    value_of = {one: value for one, (_, value) in zip(ids, people, strict=True)}

    for order in ((), ("new", "settled", "long")):
        after = split_by_values(before, value_of, k, order)
        sizes = Counter(after.key_of.values())

        assert after.key_of.keys() == before.key_of.keys()
        assert all(size >= k or units.get(key, 0) == size for key, size in sizes.items())
        for one, key in after.key_of.items():
            assert key == before.key_of[one] or value_of[one] in after.groups[key].values
