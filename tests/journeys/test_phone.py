"""On a phone nothing is squeezed: questions, messages and labels keep their words whole."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]
YESTERDAY = """
import datetime
from django.utils import timezone
from aizuchi.meetings.models import Meeting
from aizuchi.people.models import Person
member = Person.objects.get(email="{email}")
meeting = Meeting.objects.filter(pair__mentee=member, pair__kind="supervisor").first()
then = timezone.now() - datetime.timedelta(days=1)
past = Meeting.objects.create(pair=meeting.pair, starts_at=then, minutes=30, created_at=then)
print(past.pk)
"""

PLANNED = """
import datetime
from django.utils import timezone
from aizuchi.meetings.models import Meeting
meeting = Meeting.objects.filter(pair__mentee__email="{email}", pair__kind="supervisor", state="planned").first()
meeting.starts_at = timezone.now() + datetime.timedelta(hours=14, minutes=51)
meeting.save(update_fields=["starts_at"])
print(meeting.pk)
"""


def box(of: Locator) -> dict[str, float]:
    found = of.bounding_box()
    assert found
    return dict(found)


def test_the_question_whether_it_took_place_stands_above_its_answers(sign_in: SignIn, site: Site) -> None:
    site.run_python(YESTERDAY.format(email=site.people["peer"]["email"]))
    page = sign_in("manager", viewport=PHONE)

    page.goto("/")

    question, answers = box(page.locator(".held-ask__q").first), box(page.locator(".held-ask__a").first)
    assert question["width"] > 300
    assert question["y"] + question["height"] <= answers["y"]
    for button in page.locator(".held-ask__a .button").all():
        assert box(button)["height"] < 50


def test_a_message_is_as_wide_as_the_screen_and_leaves_the_thumb_bar_free(sign_in: SignIn) -> None:
    page = sign_in("manager", viewport=PHONE)
    page.goto("/")

    page.evaluate(
        """() => {
            const toast = document.querySelector("template[data-say=failed]").content.firstElementChild.cloneNode(true);
            toast.insertAdjacentHTML("beforeend", "<form><button type=button>元に戻す</button></form>");
            document.getElementById("toasts").append(toast);
        }"""
    )

    toast, bar = box(page.locator(".toast")), box(page.locator(".side"))
    assert toast["width"] > 350
    assert toast["y"] + toast["height"] <= bar["y"]
    assert box(page.locator(".toast form button"))["height"] < 50
    expect(page.locator(".toast form button")).to_have_css("white-space", "nowrap")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_labels_at_the_thumb_take_one_line_each(sign_in: SignIn) -> None:
    page = sign_in("manager", viewport=PHONE)
    page.goto("/")

    labels = page.locator(".side__nav > li:visible :is(a, button) > span:not(.side__count)")
    assert labels.count() >= 4
    assert max(box(label)["height"] for label in labels.all()) < 24


def test_no_column_of_an_office_table_waits_out_of_sight(sign_in: SignIn) -> None:
    page = sign_in("administrator", viewport=PHONE)

    for address in ("/people/manage/record/", "/people/manage/"):
        page.goto(address)

        expect(page.locator(".table--roomy td").first).to_be_visible()
        assert page.locator(".table-wrap").evaluate("wrap => wrap.scrollWidth - wrap.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_tab_one_is_on_is_in_sight(sign_in: SignIn) -> None:
    page = sign_in("administrator", viewport=PHONE)
    page.goto("/people/manage/record/")

    tab = box(page.locator(".tabs [aria-current]"))
    assert tab["x"] + tab["width"] <= PHONE["width"]


def test_the_head_of_the_brief_cuts_no_link(sign_in: SignIn, site: Site) -> None:
    meeting = site.run_python(PLANNED.format(email=site.people["peer"]["email"])).strip()
    page = sign_in("manager", viewport=PHONE)
    page.goto(f"/meetings/{meeting}/brief/")

    link, line = box(page.locator(".focused-head p a")), box(page.locator(".focused-head p:has(a)"))
    assert link["x"] + link["width"] <= line["x"] + line["width"]


def test_each_fact_of_a_profile_stands_beside_or_below_its_name(sign_in: SignIn) -> None:
    page = sign_in("manager", viewport=PHONE)
    page.goto("/people/me/")

    for name in page.locator(".facts dt").all():
        fact, said = box(name), box(name.locator("xpath=following-sibling::dd[1]"))
        beside = said["x"] >= fact["x"] + fact["width"] + 8
        below = said["y"] >= fact["y"] + fact["height"] - 1
        assert beside or below, name.inner_text()
    tops = [box(name)["y"] for name in page.locator(".facts").last.locator("dt").all()]
    assert len(tops) >= 2
    assert tops == sorted(set(tops))
