"""What a 1on1 is for, this time: whoever listens names it, the other sees it before preparing."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.catalogue.purposes import ICONS, INVITATIONS, Purpose
from aizuchi.meetings import operations
from aizuchi.meetings.models import Meeting
from aizuchi.meetings.operations.item_fields import OddChoice
from aizuchi.people.models import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    return MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(minutes=20))


def name(person: Person, meeting: Meeting, intent: str) -> Meeting:
    return operations.name_intent(actor=person, meeting_id=meeting.pk, intent=intent, now=timezone.now())


def test_all_five_have_words_in_both_languages() -> None:
    assert set(INVITATIONS) == set(ICONS) == set(Purpose.values)
    for purpose in Purpose:
        with translation.override("ja"):
            said = (str(purpose.label), str(INVITATIONS[purpose]))
        with translation.override("en"):
            assert not {str(purpose.label), str(INVITATIONS[purpose])} & set(said)


def test_the_mentor_names_it_and_the_mentee_sees_it_before_preparing(
    cast: Cast, meeting: Meeting, client_for: SignIn
) -> None:
    mentor, mentee = client_for(cast.manager), client_for(cast.member)
    assert 'name="intent"' in mentor.get(f"/meetings/{meeting.pk}/prepare/").content.decode()

    mentor.post(f"/meetings/{meeting.pk}/intent", {"intent": "learning"})

    page = mentee.get(f"/meetings/{meeting.pk}/prepare/").content.decode()
    assert "やってみて、学ぶ" in page
    assert page.index("やってみて、学ぶ") < page.index('name="chip"') if 'name="chip"' in page else True
    assert 'name="intent"' not in page
    for person in (mentor, mentee):
        assert "やってみて、学ぶ" in person.get(f"/meetings/{meeting.pk}/brief/").content.decode()
        assert "やってみて、学ぶ" in person.get(f"/meetings/{meeting.pk}/session/").content.decode()


def test_without_scripts_the_form_keeps_it(cast: Cast, meeting: Meeting, client_for: SignIn) -> None:
    mentor = client_for(cast.manager)

    mentor.post(f"/meetings/{meeting.pk}/prepare/", {"intent": "solving", "was_intent": ""})

    meeting.refresh_from_db()
    assert meeting.intent == Purpose.SOLVING


def test_it_can_be_changed_and_taken_back_until_it_is_held(cast: Cast, meeting: Meeting) -> None:
    assert name(cast.manager, meeting, "solving").intent == "solving"
    assert name(cast.manager, meeting, "").intent == ""
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())

    with pytest.raises(PermissionDenied):
        name(cast.manager, meeting, "learning")


def test_the_mentee_and_odd_values_name_nothing(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(PermissionDenied):
        name(cast.member, meeting, "learning")
    with pytest.raises(OddChoice):
        name(cast.manager, meeting, "appraisal")


def test_it_goes_with_what_was_prepared_to_the_next_date(cast: Cast, meeting: Meeting) -> None:
    following = MeetingFactory(pair=meeting.pair, starts_at=meeting.starts_at + datetime.timedelta(days=7))
    name(cast.manager, meeting, "motivation")

    operations.cancel_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())

    following.refresh_from_db()
    assert following.intent == "motivation"


@pytest.mark.parametrize("who", ["member", "manager"])
def test_the_invitation_is_never_put_into_the_mouth_of_the_mentee(
    cast: Cast, meeting: Meeting, client_for: SignIn, who: str
) -> None:
    name(cast.manager, meeting, "learning")
    operations.start_meeting(actor=cast.member, meeting_id=meeting.pk, now=timezone.now())

    page = client_for(getattr(cast, who)).get(f"/meetings/{meeting.pk}/prepare/").content.decode()

    assert str(INVITATIONS["learning"]) in page
    assert f"{cast.member.short_name}：{INVITATIONS['learning']}" not in page
    assert (f"{cast.manager.short_name}：{INVITATIONS['learning']}" in page) == (who == "member")
