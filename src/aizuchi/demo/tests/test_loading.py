import datetime
from collections import Counter
from unittest import mock

import pytest
from django.core.management import call_command
from tests.thorough import THOROUGH

from aizuchi.accounts.queries.demo_people import list_demo_people
from aizuchi.actions.models import ActionItem
from aizuchi.anonymous_answers.models import AnswerWindow, ThreadMessage
from aizuchi.audit.queries import verify_chain
from aizuchi.catalogue.models import PairKind
from aizuchi.demo import load
from aizuchi.demo.loading import NOT_YET_BEGUN, DemoExists
from aizuchi.feedback.queries import list_open_eligibilities
from aizuchi.growth.queries import list_arrived
from aizuchi.hints.models import Hint, HintScore
from aizuchi.hints.queries import list_attempts_to_ask, list_cases
from aizuchi.meetings.models import AgendaItem, Meeting
from aizuchi.pairs.models import Pair
from aizuchi.people.models import Organization, Person
from aizuchi.surveys.models import Survey, TextAnswer
from aizuchi.surveys.queries import list_support_contacts
from aizuchi.surveys.queries.clarity import list_own_clarity
from aizuchi.surveys.queries.own_curve import get_shown_curve, is_own_curve_due

TODAY = datetime.date(2026, 6, 16)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Loaded once for this file: everything here only looks. One pair in five has a life: all of them take four times
    as long and do nothing else (`AIZUCHI_THOROUGH=1`)."""
    begun = NOT_YET_BEGUN if THOROUGH else 0.8
    with django_db_blocker.unblock(), mock.patch("aizuchi.demo.loading.NOT_YET_BEGUN", begun):
        organization = load(people=120, months=2, today=TODAY)
        yield organization
        call_command("flush", verbosity=0, interactive=False)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_company_has_about_120_people_in_a_tree_with_names_in_two_languages(demo):
    assert 110 <= Person.objects.filter(organization=demo).count() <= 130
    assert not Person.objects.filter(family_romaji="").exists()
    assert not demo.units.filter(name_en="").exists()


def test_there_are_all_kinds_of_pairs(demo):
    kinds = Counter(Pair.objects.filter(organization=demo).values_list("kind", flat=True))

    assert set(kinds) == set(PairKind.values)
    assert kinds[PairKind.SUPERVISOR] > 100


def test_meetings_were_held_skipped_and_are_to_come():
    states = Counter(Meeting.objects.values_list("state", flat=True))

    assert states["closed"] > 50
    assert states["cancelled"] > 0
    assert states["planned"] > 100


def test_every_open_pair_has_a_next_meeting(demo):
    open_pairs = Pair.objects.filter(organization=demo, until_on__isnull=True)

    assert not open_pairs.exclude(meetings__state="planned").exists()


def test_promises_were_kept_moved_dropped_and_are_open():
    assert {"open", "done", "dropped"} <= set(ActionItem.objects.values_list("state", flat=True))
    assert ActionItem.objects.filter(moves__isnull=False).exists()


def test_aoi_is_ready_for_her_next_meeting_with_takumi():
    pair = Pair.objects.get(mentee__given_romaji="Aoi", mentor__given_romaji="Takumi", kind=PairKind.SUPERVISOR)
    meeting = pair.meetings.get(state="planned")

    assert meeting.starts_at.date() == TODAY + datetime.timedelta(days=1)
    items = AgendaItem.objects.present().filter(meeting=meeting)
    assert [(item.topic.key, item.expected_response.key) for item in items] == [
        ("career", "together"),
        ("relations", "listen"),
        ("work", "report"),
    ]


def test_aoi_may_answer_about_takumi_and_her_thanks_wait_for_him():
    aoi, takumi = (Person.objects.get(given_romaji=name) for name in ("Aoi", "Takumi"))
    morning = datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC)

    assert takumi.pk in {right.mentor.pk for right in list_open_eligibilities(viewer=aoi, now=morning)}
    assert aoi.pk in {note.author.pk for note in list_arrived(viewer=takumi)}


def test_hints_were_written_tried_and_one_waits_to_be_looked_at(demo):
    fujishiro = Person.objects.get(family_name="藤代", given_romaji="Maki")
    takumi = Person.objects.get(given_romaji="Takumi", family_name="森川")
    morning = datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC)

    assert Hint.objects.filter(organization=demo, author__isnull=False).count() == 6
    assert HintScore.objects.filter(helped__gt=0).count() > 20
    assert len(list_cases(viewer=fujishiro, now=morning)) == 1
    assert list_attempts_to_ask(viewer=takumi, now=morning)


def test_history_came_from_operations_so_the_audit_chain_holds(demo):
    assert verify_chain(organization_id=demo.pk) is None


def test_a_few_people_are_offered_to_step_into():
    assert "Aoi" in [offer.person.given_romaji for offer in list_demo_people()]


def test_it_never_mixes_with_people_who_are_there_already(demo):
    with pytest.raises(DemoExists):
        load(today=TODAY)
    assert Organization.objects.count() == 1


def test_two_surveys_have_closed_and_one_waits_for_the_cast(demo):
    surveys = Survey.objects.filter(organization=demo)

    closed = {(one.kind, one.is_anonymous) for one in surveys.filter(closed_at__isnull=False)}
    assert closed == {("pulse", False), ("engagement", True)}
    assert all(one.groups.get(key="").answered for one in surveys.filter(closed_at__isnull=False))
    assert not AnswerWindow.objects.of("surveys").filter(released_on=None).exists()
    waiting = surveys.get(closed_at__isnull=True)
    onodera = Person.objects.get(organization=demo, family_name="小野寺", given_name="葵")
    assert waiting.participants.filter(person=onodera, sheet=None).exists()
    assert waiting.participants.filter(sheet__sent_at__isnull=False).count() > 20


def test_something_was_written_replied_to_and_answered(demo):
    replied = ThreadMessage.objects.filter(thread__board__window__organization=demo).order_by("written_by")

    assert {bool(message.written_by_id) for message in replied} == {True, False}
    assert TextAnswer.objects.filter(thread__messages__in=replied).exists()


def test_aoi_has_a_curve_that_takumi_sees_and_home_still_asks_her_for_this_month(demo):
    aoi, takumi = (Person.objects.get(organization=demo, given_romaji=name) for name in ("Aoi", "Takumi"))
    morning = datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC)
    pair = Pair.objects.get(mentee=aoi, mentor=takumi, kind=PairKind.SUPERVISOR)

    assert get_shown_curve(viewer=takumi, pair=pair, now=morning)
    assert is_own_curve_due(aoi, TODAY)
    assert list_own_clarity(viewer=aoi)
    assert list_support_contacts(demo.pk)
