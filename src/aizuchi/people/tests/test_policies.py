import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.people.operations import (
    AlreadyGranted,
    EndsBeforeStart,
    LatestAdministrator,
    PersonExists,
    PersonFacts,
    add_person,
    edit_person,
    grant_role,
    revoke_role,
)
from aizuchi.people.policies import is_hr, may_edit_people, may_grant_role

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize("who", ["member", "manager", "executive", "stranger"])
def test_keeping_people_is_for_hr_and_administrators(cast: Cast, who: str) -> None:
    assert may_edit_people(cast.hr, cast.organization, on=TODAY)
    assert may_edit_people(cast.administrator, cast.organization, on=TODAY)
    assert not may_edit_people(getattr(cast, who), cast.organization, on=TODAY)
    assert not may_edit_people(cast.hr, cast.stranger.organization, on=TODAY)


def test_administrators_are_made_by_administrators(cast: Cast) -> None:
    assert may_grant_role(cast.hr, cast.organization, "executive", on=TODAY)
    assert not may_grant_role(cast.hr, cast.organization, "administrator", on=TODAY)
    assert may_grant_role(cast.administrator, cast.organization, "administrator", on=TODAY)
    assert not may_grant_role(cast.administrator, cast.stranger.organization, "hr", on=TODAY)


def test_a_role_holds_for_its_days(cast: Cast) -> None:
    grant_role(
        person_id=cast.member.pk,
        role="hr",
        starts_on=TODAY,
        until_on=TODAY + 2 * DAY,
        actor=cast.administrator,
        now=NOW,
    )

    assert [is_hr(cast.member, on=TODAY + days * DAY) for days in (-1, 0, 1, 2)] == [False, True, True, False]


def test_a_role_is_not_given_twice_nor_backwards(cast: Cast) -> None:
    with pytest.raises(AlreadyGranted):
        grant_role(person_id=cast.hr.pk, role="hr", starts_on=TODAY, actor=cast.administrator, now=NOW)
    with pytest.raises(EndsBeforeStart):
        grant_role(
            person_id=cast.peer.pk, role="hr", starts_on=TODAY, until_on=TODAY, actor=cast.administrator, now=NOW
        )


def test_somebody_stays_administrator(cast: Cast) -> None:
    only = cast.administrator.role_grants.get()
    with pytest.raises(LatestAdministrator):
        revoke_role(grant_id=only.pk, until_on=TODAY, actor=cast.administrator, now=NOW)

    grant_role(person_id=cast.peer.pk, role="administrator", starts_on=TODAY, actor=cast.administrator, now=NOW)
    revoke_role(grant_id=only.pk, until_on=TODAY, actor=cast.administrator, now=NOW)

    assert not may_edit_people(Person.objects.get(pk=cast.administrator.pk), cast.organization, on=TODAY)


@pytest.mark.parametrize("who", ["member", "executive", "stranger"])
def test_nobody_gives_themselves_a_role(cast: Cast, who: str) -> None:
    person = getattr(cast, who)

    with pytest.raises(Http404 if who == "stranger" else PermissionDenied):
        grant_role(person_id=cast.member.pk, role="hr", starts_on=TODAY, actor=person, now=NOW)


def test_nobody_is_there_twice(cast: Cast) -> None:
    names = {"family_name": "新田", "given_name": "望"}

    for field, value in (("email", cast.peer.email.upper()), ("employee_number", cast.peer.employee_number)):
        facts = PersonFacts(**names, **{field: value})
        with pytest.raises(PersonExists) as refused:
            add_person(organization_id=cast.organization.pk, facts=facts, on=TODAY, actor=cast.hr, now=NOW)
        with pytest.raises(PersonExists) as refused_too:
            edit_person(person_id=cast.member.pk, facts=facts, version=1, actor=cast.hr, now=NOW)
        assert refused.value.field == refused_too.value.field == field


def test_the_same_facts_again_are_no_change(cast: Cast) -> None:
    edit_person(person_id=cast.member.pk, facts=PersonFacts.of(cast.member), version=1, actor=cast.hr, now=NOW)

    cast.member.refresh_from_db()
    assert cast.member.version == 1
