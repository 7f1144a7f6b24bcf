"""Saying how one's week suits."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.cast import Cast

from aizuchi.audit.models import AuditEntry
from aizuchi.availability.finding import ORDINARY_WEEK
from aizuchi.availability.models import PreferredTimes, TimeRule
from aizuchi.availability.queries.descriptions import say_preferences
from aizuchi.availability.queries.preferences import get_own_times
from aizuchi.availability.queries.sides import week_of
from aizuchi.availability.week import Hours, paint, read_states, state_between, write_stretches
from aizuchi.people.models import Person

ClientFor = Callable[[Person], Client]
TIMES = "/calendars/times/"
PAINT, MARGINS, FORGET = f"{TIMES}paint/", f"{TIMES}margins/", f"{TIMES}forget/"


def rules_of(person: Person, kind: str) -> list[tuple[int, int, int]]:
    rules = TimeRule.objects.filter(person=person, kind=kind)
    return list(rules.values_list("weekday", "starts_minute", "ends_minute"))


def test_a_good_morning_is_told_in_words(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)

    client.post(PAINT, {"cell": ["1-540", "1-600", "1-660"], "state": "good"})

    assert rules_of(cast.member, "good") == [(1, 540, 720)]
    assert "火曜の午前は話しやすい" in client.get(TIMES).content.decode()


def test_the_rest_of_the_week_stays_as_it_was(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.member).post(PAINT, {"cell": ["4-780"], "state": "never"})

    assert rules_of(cast.member, "work") == [(day, 540, 1080) for day in range(5)]
    assert rules_of(cast.member, "lunch") == [(day, 720, 780) for day in range(5)]
    assert rules_of(cast.member, "never") == [(4, 780, 840)]


def test_times_written_out_may_reach_over_midnight(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.member).post(PAINT, {"day": ["6"], "from": "22:30", "to": "01:00", "state": "good"})

    assert rules_of(cast.member, "good") == [(0, 0, 60), (6, 1350, 1440)]


@pytest.mark.parametrize(
    "data",
    [
        {"state": "good"},
        {"state": "good", "cell": ["9-540", "1-9999", "x-1", "1"]},
        {"state": "good", "day": ["1"], "from": "25:00", "to": "9:00"},
        {"state": "lovely", "cell": ["1-540"]},
    ],
)
def test_what_is_no_time_is_refused_with_a_sentence(data: dict[str, object], cast: Cast, client_for: ClientFor) -> None:
    answer = client_for(cast.member).post(PAINT, data)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not PreferredTimes.objects.exists()


def test_margins_are_kept_and_the_week_with_them(cast: Cast, client_for: ClientFor) -> None:
    wanted = {"buffer_minutes": "10", "travel_minutes": "15", "preparation_minutes": "20"}

    client_for(cast.manager).post(MARGINS, wanted)

    settings = PreferredTimes.objects.get(person=cast.manager)
    assert (settings.buffer_minutes, settings.travel_minutes, settings.preparation_minutes) == (10, 15, 20)
    assert sorted(week_of(cast.manager), key=str) == sorted(ORDINARY_WEEK, key=str)
    assert client_for(cast.manager).post(MARGINS, {**wanted, "buffer_minutes": "999"}).status_code == 422


def test_beginning_again_brings_the_ordinary_week(cast: Cast, client_for: ClientFor) -> None:
    client = client_for(cast.member)
    client.post(PAINT, {"cell": ["0-540"], "state": "off"})

    client.post(FORGET)

    assert sorted(week_of(cast.member), key=str) == sorted(ORDINARY_WEEK, key=str)


def test_everybody_changes_only_their_own_week(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.manager).post(PAINT, {"cell": ["0-540"], "state": "good", "person": str(cast.member.pk)})

    assert not TimeRule.objects.filter(person=cast.member).exists()


def test_the_record_says_that_it_changed_and_not_to_what(cast: Cast, client_for: ClientFor) -> None:
    client_for(cast.member).post(PAINT, {"cell": ["0-540"], "state": "never"})

    entry = AuditEntry.objects.latest("at")
    assert (entry.action, entry.detail) == ("availability.times.changed", {"fields": ["week"]})


def test_what_is_written_reads_the_same() -> None:
    states = read_states(ORDINARY_WEEK)
    paint(states, [Hours(0, 570, 615), Hours(6, 0, 1440)], "good")

    assert read_states(write_stretches(states)) == states
    assert state_between(states, Hours(0, 540, 600)) == "mixed"
    assert state_between(states, Hours(6, 0, 1440)) == "good"
    assert say_preferences(write_stretches(states))


def test_the_page_takes_the_same_number_of_queries_whatever_is_set(
    cast: Cast, client_for: ClientFor, django_assert_num_queries: Callable[..., object]
) -> None:
    client = client_for(cast.member)
    for minute in range(9, 18):
        client.post(PAINT, {"cell": [f"{minute % 5}-{minute * 60}"], "state": "good"})

    with django_assert_num_queries(3):
        get_own_times(cast.member)
