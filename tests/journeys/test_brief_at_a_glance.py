"""Ten seconds before going in: nothing to scroll for on a desktop, the answer first on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]

PREPARE = """
from django.utils import timezone
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.models import MentorSums
from aizuchi.meetings.models import AgendaItem, Meeting, PreQuestion
from aizuchi.people.models import Person
from tests.factories import ActionItemFactory
count = {count}
member = Person.objects.get(email="{email}")
meeting = Meeting.objects.filter(pair__mentee=member, pair__kind="supervisor", state="planned").first()
responses = list(ExpectedResponse.objects.filter(organization=member.organization))
topics = list(Topic.objects.filter(organization=member.organization, pair_kind=""))
meeting.items.all().delete()
for number in range(count):
    AgendaItem.objects.create(
        meeting=meeting, owner=member, added_by=member, topic=topics[number], position=number, minutes=10,
        expected_response=responses[number % 5], decider="unclear", created_at=timezone.now(),
        comment=["", "整理から付き合ってもらえるとうれしいです。" * 9, "w" * 400][number % 3])
if not meeting.pre_questions.exists():
    PreQuestion.objects.create(
        meeting=meeting, asked_by=meeting.pair.mentor, text="手ごたえがあったのはどんなときですか。" * 5,
        created_at=timezone.now())
    ActionItemFactory.create_batch(6, pair=meeting.pair, text="要件レビューに同席できるよう、営業と調整する。" * 4)
for response in responses:
    numbers = dict.fromkeys(("answers", "year_answers", "before_answers"), 9)
    numbers |= dict.fromkeys(("total", "year_total", "before_total"), 40)
    MentorSums.objects.get_or_create(mentor=meeting.pair.mentor, topic=None, response=response, defaults=numbers)
print(meeting.pk)
"""


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_everything_stands_on_one_screen(sign_in: SignIn, site: Site, count: int) -> None:
    email = site.people["peer"]["email"]
    meeting = site.run_python(PREPARE.format(count=count, email=email)).strip()
    page = sign_in("manager")

    page.goto(f"/meetings/{meeting}/brief/")

    expect(page.locator(".bm__row")).to_have_count(count)
    size = page.evaluate(
        "({width: document.documentElement.scrollWidth, height: document.documentElement.scrollHeight})"
    )
    assert size["width"] <= 1440
    assert size["height"] <= 900


def test_of_six_topics_each_is_seen_without_scrolling(sign_in: SignIn, site: Site) -> None:
    """What is remembered may begin below the fold on such a day; what is asked for may not."""
    meeting = site.run_python(PREPARE.format(count=6, email=site.people["peer"]["email"])).strip()
    page = sign_in("manager")

    page.goto(f"/meetings/{meeting}/brief/")

    latest, foot = page.locator(".bm__row").nth(5).bounding_box(), page.locator(".focused-foot").bounding_box()
    assert latest
    assert foot
    assert latest["y"] + latest["height"] <= foot["y"]


def test_folded_words_open_at_a_tap_and_without_a_script(sign_in: SignIn, site: Site) -> None:
    meeting = site.run_python(PREPARE.format(count=2, email=site.people["peer"]["email"])).strip()
    page = sign_in("manager")
    page.goto(f"/meetings/{meeting}/brief/")
    words = page.locator(".fold--long .voice").first
    folded = words.bounding_box()

    page.get_by_text("ぜんぶ読む").first.click()

    opened = words.bounding_box()
    assert folded
    assert opened
    assert opened["height"] > folded["height"] + 20


def test_a_phone_shows_the_answer_first(sign_in: SignIn, site: Site) -> None:
    meeting = site.run_python(PREPARE.format(count=3, email=site.people["peer"]["email"])).strip()
    page = sign_in("manager", viewport=PHONE)

    page.goto(f"/meetings/{meeting}/brief/")

    glance = page.locator(".brief__glance").bounding_box()
    assert glance
    assert glance["y"] + glance["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
