"""Answering without a name on a phone: from the end of a 1on1 until the sealed answer lies in the mailbox."""

import base64
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import PHONE, Site

SignIn = Callable[..., Page]
CheckAccess = Callable[[Page], None]
LONGEST_WAIT_MS = 610_000
STEPS = 10

HOLD = """
import datetime
from django.utils import timezone
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.pairs.models import Pair
from tests.factories import AgendaItemFactory, MeetingFactory
pair = Pair.objects.get(mentee__email="{mentee}", mentor__email="{mentor}", until_on=None)
now = timezone.now()
then = now - datetime.timedelta(minutes=31)
meeting = MeetingFactory(pair=pair, state="held", starts_at=then, started_at=then, ended_at=now)
topic = Topic.objects.get(organization=pair.organization, key="career")
response = ExpectedResponse.objects.get(organization=pair.organization, key="together")
AgendaItemFactory(meeting=meeting, topic=topic, expected_response=response, title="")
print(meeting.pk)
"""
OPEN = """
from aizuchi.anonymous_answers.models import AnswerWindow
from aizuchi.anonymous_answers.operations.run_release import open_sealed_answers
from aizuchi.kernel.jobs.each import FailedItems
for boxes in open_sealed_answers(AnswerWindow.objects.all(), aside=FailedItems()).values():
    for box in boxes:
        print(*(f"{answer.met} {answer.moved}" for answer in box.answers), box.comment)
"""


@pytest.fixture
def held_meeting(site: Site) -> str:
    """Over, and not wrapped up yet."""
    emails = {"mentee": site.people["hr"]["email"], "mentor": site.people["executive"]["email"]}
    return site.run_python(HOLD.format(**emails)).strip()


def list_files_with(site: Site, *traces: bytes) -> list[str]:
    """Databases, logs, journals: everything that the server wrote."""
    files = [path for path in site.installation.home.rglob("*") if path.is_file()]
    return [path.name for path in files if any(trace in path.read_bytes() for trace in traces)]


def test_a_voice_goes_without_a_name(sign_in: SignIn, check_access: CheckAccess, site: Site, held_meeting: str) -> None:
    page = sign_in("hr", viewport=PHONE, forgives="htmx:error: timeout")  # the clock jumps while pages ask
    page.clock.install()
    dropped: list[Request] = []
    page.on("request", lambda request: dropped.append(request) if request.url.endswith("/feedback/") else None)

    page.goto(f"/meetings/{held_meeting}/wrap-up/")
    page.get_by_role("button", name="残して、次へ").click()
    send = page.get_by_role("button", name="名前なしで届ける")
    expect(send).to_be_visible()
    check_access(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"

    topic = page.get_by_role("group", name="今後のキャリア")
    topic.get_by_role("radio", name="だいたい").check()
    topic.get_by_role("radio", name="進んだ").check()
    page.get_by_role("button", name="一緒に考えてもらえたのが、よかったです。").click()
    page.locator("#line").fill("先週の件、助かりました。")
    send.click()
    expect(page.locator("[data-traces]")).to_contain_text("先週")
    page.locator("#line").fill("助かりました。")
    send.click()
    expect(page.get_by_role("heading", name="声に封をしました。")).to_be_visible()
    check_access(page)
    for _ in range(STEPS):  # as if awake all the while: after a sleep another moment is drawn
        page.clock.fast_forward(LONGEST_WAIT_MS // STEPS)
    expect(page.get_by_role("heading", name="声は、名前なしで届けました。")).to_be_visible()

    assert "cookie" not in dropped[0].all_headers()
    assert "助かりました" not in (dropped[0].post_data or "")
    assert "4 4 助かりました。" in site.run_python(OPEN)
    token = json.loads(dropped[0].post_data or "{}")["token"]
    assert list_files_with(site, token.encode(), base64.b64decode(token)) == []
    assert '"/feedback/"' not in site.installation.log.read_text()

    page.reload()
    expect(page.get_by_role("heading", name="声は、名前なしで届けました。")).to_be_visible()
    page.goto("/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".ask-voice")).to_be_hidden()
