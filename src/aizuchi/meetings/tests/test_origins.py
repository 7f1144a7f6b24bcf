"""What the search says of a note that belongs to a 1on1."""

import datetime

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory

from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.meetings.models import Meeting, Preparation
from aizuchi.meetings.origins import find_origins
from aizuchi.notes import operations
from aizuchi.notes.models import Document
from aizuchi.notes.search import Found, search_notes
from aizuchi.pairs.models import Pair

NOW = timezone.now()
DAY = datetime.timedelta(days=1)
TOLD = "異動の話"


@pytest.fixture
def pair(cast: Cast) -> Pair:
    two = [cast.member, cast.manager]
    circle = operations.make_circle(organization_id=cast.organization.pk, writers=two, now=NOW)
    return PairFactory(mentee=cast.member, mentor=cast.manager, circle=circle)


def write(pair: Pair) -> Document:
    assert pair.circle
    document = operations.make_document(circle=pair.circle, now=NOW)
    operations.write_text(document_id=document.pk, text=TOLD, actor=pair.mentee, now=NOW)
    return document


def write_privately(cast: Cast, meeting: Meeting) -> Document:
    document = operations.make_document(circle=operations.private_circle_of(person=cast.member, now=NOW), now=NOW)
    operations.write_text(document_id=document.pk, text=TOLD, actor=cast.member, now=NOW)
    Preparation.objects.create(meeting=meeting, person=cast.member, private_note=document)
    return document


def note_on_a_topic(cast: Cast, pair: Pair, days_ago: int = 3) -> Document:
    meeting = MeetingFactory(pair=pair, starts_at=NOW - days_ago * DAY)
    topic = Topic.objects.create(organization=cast.organization, key="own", label_ja="今後のキャリア", icon="compass")
    response = ExpectedResponse.objects.create(organization=cast.organization, key="own", label_ja="一緒に考えてほしい")
    note = write(pair)
    AgendaItemFactory(meeting=meeting, title="", topic=topic, expected_response=response, note=note)
    return note


def search(cast: Cast, name: str, whose: str = "") -> Found:
    return search_notes("異動", viewer=getattr(cast, name), whose=whose)


@pytest.mark.parametrize(("viewer", "partner"), [("member", "manager"), ("manager", "member")])
def test_a_note_on_a_topic_says_with_whom_when_on_what_and_how_to_be_met(cast, pair, viewer, partner):
    note_on_a_topic(cast, pair)

    [hit] = search(cast, viewer).hits

    assert hit.origin is not None
    assert (hit.origin.topic, hit.origin.response) == ("今後のキャリア", "一緒に考えてほしい")
    assert hit.partners == (getattr(cast, partner),)
    assert hit.at == NOW - 3 * DAY


def test_one_s_own_note_says_of_which_1on1_it_is(cast, pair):
    write_privately(cast, MeetingFactory(pair=pair, starts_at=NOW + DAY))

    [hit] = search(cast, "member").hits

    assert (hit.is_private, hit.partners, hit.at) == (True, (cast.manager,), NOW + DAY)


@pytest.mark.parametrize("name", ["manager", "hr", "executive", "administrator", "peer", "stranger"])
def test_others_learn_nothing_of_one_s_own_note(cast, pair, name):
    note = write_privately(cast, MeetingFactory(pair=pair, starts_at=NOW + DAY))

    assert find_origins([note.pk], getattr(cast, name)) == {}
    assert search(cast, name).whose == []


@pytest.mark.parametrize("name", ["hr", "executive", "administrator", "peer", "stranger"])
def test_others_learn_nothing_of_what_two_wrote(cast, pair, name):
    on_topic = note_on_a_topic(cast, pair)
    whole, summary = write(pair), write(pair)
    MeetingFactory(pair=pair, starts_at=NOW, note=whole, summary=summary)

    assert find_origins([on_topic.pk, whole.pk, summary.pk], getattr(cast, name)) == {}
    assert search(cast, name) == Found([], 0, [])


def test_the_newest_1on1_comes_first(cast, pair):
    late = MeetingFactory(pair=pair, starts_at=NOW - DAY, note=write(pair))
    early = MeetingFactory(pair=pair, starts_at=NOW - 40 * DAY, summary=write(pair))

    assert [hit.at for hit in search(cast, "member").hits] == [late.starts_at, early.starts_at]


def test_results_are_counted_and_chosen_by_person_and_one_s_own_come_last(cast, pair):
    meeting = MeetingFactory(pair=pair, starts_at=NOW, note=write(pair))
    private = write_privately(cast, meeting)

    found = search(cast, "member")

    assert [(one.person, one.count) for one in found.whose] == [(cast.manager, 1), (None, 1)]
    assert [hit.document_id for hit in search(cast, "member", whose=str(cast.manager.pk)).hits] == [meeting.note_id]
    assert [hit.document_id for hit in search(cast, "member", whose="own").hits] == [private.pk]


@pytest.mark.parametrize("whose", ["nobody", "0000", "'"])
def test_a_choice_that_is_none_of_them_chooses_all(cast, pair, whose):
    MeetingFactory(pair=pair, starts_at=NOW, note=write(pair))

    found = search(cast, "member", whose=whose)

    assert (len(found.hits), found.chosen) == (1, "")


def test_many_notes_cost_as_many_queries_as_one(cast, pair, django_assert_num_queries):
    notes = [note_on_a_topic(cast, pair).pk]
    notes += [
        AgendaItemFactory(meeting=MeetingFactory(pair=pair, starts_at=NOW), note=write(pair)).note_id for _ in "ab"
    ]

    for ids in (notes[:1], notes):
        with django_assert_num_queries(3):
            find_origins(ids, cast.member)


def test_what_is_found_can_be_narrowed_by_topic_and_by_time(cast, pair):
    on_topic, longer_ago = note_on_a_topic(cast, pair), write(pair)
    MeetingFactory(pair=pair, starts_at=NOW - 200 * DAY, summary=longer_ago)

    def narrow(**choice) -> list[object]:
        return [hit.document_id for hit in search_notes("異動", viewer=cast.member, **choice).hits]

    assert search(cast, "member").topics == (("今後のキャリア", 1),)
    assert narrow(topic="今後のキャリア") == [on_topic.pk]
    assert narrow(since=NOW - 183 * DAY) == [on_topic.pk]
    assert narrow(topic="一度もない") == narrow() == [on_topic.pk, longer_ago.pk]
