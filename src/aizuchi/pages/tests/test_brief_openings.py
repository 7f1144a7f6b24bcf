"""The two see who opened what they shared."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.factories import MeetingFactory, PairFactory

from aizuchi.kernel import write_behind
from aizuchi.meetings.models import BriefOpening, Meeting
from aizuchi.meetings.operations.openings import Opened, record_openings
from aizuchi.meetings.queries.openings import find_opening_by_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    write_behind.forget_all()
    pair = PairFactory(mentee=cast.member, mentor=cast.manager)
    return MeetingFactory(pair=pair, starts_at=timezone.now() + datetime.timedelta(days=1))


def test_who_prepared_reads_that_the_other_looked(cast: Cast, meeting: Meeting, client_for) -> None:
    prepare = reverse("prepare", args=[meeting.pk])
    assert "森川さんが見ました" not in client_for(cast.member).get(prepare).content.decode()

    client_for(cast.manager).get(reverse("brief", args=[meeting.pk]))
    write_behind.flush_all()

    assert "森川さんが見ました" in client_for(cast.member).get(prepare).content.decode()
    assert "見ました" not in client_for(cast.manager).get(prepare).content.decode()


def test_who_looks_is_told_that_the_other_sees_it(cast: Cast, meeting: Meeting, client_for) -> None:
    page = client_for(cast.manager).get(reverse("brief", args=[meeting.pk])).content.decode()

    assert "小野寺さんにも表示されます" in page


def test_a_page_that_renews_itself_is_no_new_look(cast: Cast, meeting: Meeting, client_for) -> None:
    client = client_for(cast.manager)
    client.get(reverse("brief_agenda", args=[meeting.pk]))
    client.get(reverse("brief_begun", args=[meeting.pk]))
    write_behind.flush_all()

    assert not BriefOpening.objects.exists()


def test_an_outsider_leaves_no_trace_and_sees_none(cast: Cast, meeting: Meeting, client_for) -> None:
    client_for(cast.colleague).get(reverse("brief", args=[meeting.pk]))
    write_behind.flush_all()
    assert not BriefOpening.objects.exists()

    record_openings([Opened(meeting.pk, cast.manager.pk, timezone.now())])
    assert find_opening_by_partner(viewer=cast.colleague, meeting=meeting) is None
    assert find_opening_by_partner(viewer=cast.member, meeting=meeting)


def test_the_latest_look_counts_and_a_meeting_that_is_gone_stops_no_other(cast: Cast, meeting: Meeting) -> None:
    now = timezone.now()
    gone = MeetingFactory(pair=PairFactory(mentee=cast.peer, mentor=cast.manager))
    Meeting.objects.filter(pk=gone.pk).delete()
    hour = datetime.timedelta(hours=1)

    record_openings([Opened(meeting.pk, cast.manager.pk, now), Opened(gone.pk, cast.manager.pk, now)])
    record_openings([Opened(meeting.pk, cast.manager.pk, now + hour), Opened(meeting.pk, cast.manager.pk, now)])

    assert [one.opened_at for one in BriefOpening.objects.all()] == [now + hour]
