"""How many taps it takes from home: no more than it took, whatever else a page offers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Site
from tests.journeys.test_voice import HOLD

SignIn = Callable[..., Page]

PREPARE, BRIEF, WRAP_UP = 4, 1, 2
TOPIC, RESPONSE = "プライベート", "一緒に考えてほしい"
OWN_PAIR = """
from aizuchi.people.models import Person
from tests.factories import MeetingFactory, PairFactory
mentee, mentor = (Person.objects.get(email=email) for email in ("{mentee}", "{mentor}"))
print(MeetingFactory(pair=PairFactory(mentee=mentee, mentor=mentor, kind="mentor")).pk)
"""


def count_taps(page: Page) -> Callable[[], int]:
    """Every press that somebody makes in this browser, over all pages."""
    taps: list[str] = []
    page.context.expose_binding("noteTap", lambda _, what: taps.append(what))
    page.add_init_script("addEventListener('pointerdown', (event) => noteTap(event.target.localName), true)")
    return lambda: len(taps)


@pytest.fixture(scope="module")
def meeting(site: Site) -> str:
    """Of its own, without a date: what other journeys do to their 1on1s must not show here. Home has it among those
    to come, or as the next one where no other is left."""
    emails = {"mentee": site.people["colleague"]["email"], "mentor": site.people["mentor"]["email"]}
    return site.run_python(OWN_PAIR.format(**emails)).strip()


def test_a_topic_is_chosen_and_said_how_to_be_met_in_four_taps(sign_in: SignIn, meeting: str) -> None:
    page = sign_in("colleague", viewport=PHONE)
    taps = count_taps(page)
    page.goto("/")

    page.locator(f'main a[href$="/meetings/{meeting}/prepare/"]').first.click()
    page.get_by_role("checkbox", name=TOPIC).click()
    response = page.locator("li[id^='li-']", has_text=TOPIC).get_by_role("radio", name=RESPONSE)
    response.click()
    expect(response).to_be_checked()
    page.get_by_role("button", name="準備を終える").click()

    page.wait_for_url(lambda url: "/prepare/" not in url)
    assert taps() <= PREPARE


def test_the_brief_is_one_tap_away(sign_in: SignIn, meeting: str) -> None:
    page = sign_in("mentor", viewport=PHONE)
    taps = count_taps(page)
    page.goto("/")

    page.locator(f'main a[href$="/meetings/{meeting}/brief/"]').first.click()

    page.wait_for_url("**/brief/")
    assert taps() <= BRIEF


def test_a_1on1_is_closed_in_two_taps(sign_in: SignIn, site: Site) -> None:
    emails = {"mentee": site.people["hr"]["email"], "mentor": site.people["executive"]["email"]}
    meeting = site.run_python(HOLD.format(**emails)).strip()
    page = sign_in("executive", viewport=PHONE)
    taps = count_taps(page)
    page.goto("/")

    page.locator(f'main a[href$="/meetings/{meeting}/wrap-up/"]').first.click()
    page.get_by_role("button", name="残して、終える").click()

    page.wait_for_url(lambda url: "/wrap-up/" not in url)
    assert taps() <= WRAP_UP
