"""A time zone is a city and a distance from UTC, never a raw name."""

import datetime
from collections import Counter
from collections.abc import Callable
from unittest import mock

import pytest
from django.test import Client
from django.utils import translation
from tests.cast import Cast

from aizuchi.people.models import Person
from aizuchi.people.time_zones import list_time_zones, say_time_zone

WINTER = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("ja", "Asia/Tokyo", "東京 (UTC+9)"),
        ("en", "Asia/Tokyo", "Tokyo (UTC+9)"),
        ("ja", "America/New_York", "ニューヨーク (UTC−5)"),
        ("en", "Asia/Kolkata", "Kolkata (UTC+5:30)"),
        ("ja", "Asia/Kolkata", "コルカタ (UTC+5:30)"),
        ("ja", "Europe/Kyiv", "キーウ (UTC+2)"),
        ("en", "Europe/London", "London (UTC)"),
    ],
)
def test_it_is_said_in_the_readers_language(language: str, name: str, said: str) -> None:
    with translation.override(language):
        assert say_time_zone(name, now=WINTER) == said


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_one_that_can_be_chosen_has_a_city(language: str) -> None:
    with translation.override(language):
        labels = dict(list_time_zones())

    assert len(labels) > 300
    assert [label for label in labels.values() if "/" in label or "_" in label or "Unknown" in label] == []
    assert [label for label, count in Counter(labels.values()).items() if count > 1] == []


def test_the_list_is_made_once_an_hour_and_language() -> None:
    """It takes 15 ms, on every page that has one."""
    with mock.patch("aizuchi.people.time_zones.timezone.now", return_value=WINTER), translation.override("en"):
        listed = dict(list_time_zones())
        with mock.patch("aizuchi.people.time_zones.say_time_zone", side_effect=AssertionError):
            assert dict(list_time_zones()) == listed

    summer = WINTER + datetime.timedelta(days=182)
    with mock.patch("aizuchi.people.time_zones.timezone.now", return_value=summer), translation.override("ja"):
        later = dict(list_time_zones())
    assert listed["America/New_York"] == "New York (UTC−5)"
    assert later["America/New_York"] == "ニューヨーク (UTC−4)"


def test_a_profile_says_the_city(cast: Cast, client_for: Callable[[Person], Client]) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(introduction="こんにちは")

    page = client_for(cast.member).get(f"/people/{cast.manager.pk}/").content.decode()

    assert "東京 (UTC+9)" in page
    assert "Asia/Tokyo" not in page
