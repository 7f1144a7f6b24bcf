"""How long sending an answer takes on a slow phone: from the press on the button until it lies sealed in the browser.

    python -m bench.feedback.submission

Chromium at 390 × 844 with the processor four times slower, an installation of its own, one mentor and a mentee for each
round. "Prepared" is what happens: the token was fetched while the questions were read. "Everything at once" takes the
token away first, so that asking for the keys, blinding, the signature and its check come after the press as well.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from tests.installations import Installation, copy_of, migrated_template, wait_for

from bench.page_weight import CHROMIUM
from bench.pages import free_port

ROUNDS = 16
SLOWER = 4

SEED = """
import json, django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from aizuchi.accounts.session_store import SessionStore
from django.utils import timezone
from aizuchi.catalogue.models import ExpectedResponse, Topic
from aizuchi.feedback.operations import grant_eligibility
from aizuchi.meetings.models import Meeting
from tests.cast import make_cast
from tests.factories import AgendaItemFactory, MeetingFactory, PairFactory, PersonFactory
from tests.scene import Scene
now = timezone.now()
cast = make_cast()
Scene(cast)
topics = Topic.objects.filter(organization=cast.organization)[:3]
responses = ExpectedResponse.objects.filter(organization=cast.organization)[:3]
found = []
for _ in range(ROUNDS):
    mentee = PersonFactory(organization=cast.organization)
    meeting = MeetingFactory(pair=PairFactory(mentee=mentee, mentor=cast.manager), starts_at=now, started_at=now,
        ended_at=now, closed_at=now, state=Meeting.State.CLOSED)
    for topic, response in zip(topics, responses):
        AgendaItemFactory(meeting=meeting, topic=topic, expected_response=response, title="")
    right, = grant_eligibility(meeting_id=meeting.pk, now=now)
    session = SessionStore()
    session[SESSION_KEY] = str(mentee.pk)
    session[BACKEND_SESSION_KEY] = "aizuchi.accounts.backends.PersonBackend"
    session[HASH_SESSION_KEY] = mentee.get_session_auth_hash()
    session.create()
    found.append({"cookie": session.session_key, "address": f"/feedback/{right.window_id}/{right.subject_id}/"})
print(json.dumps(found))
"""

SEND = """async (isPrepared) => {
    const tokens = Object.keys(localStorage).filter((key) => key.includes(":token:"));
    if (!isPrepared) for (const token of tokens) localStorage.removeItem(token);
    const root = document.querySelector("#voice");
    const waiting = root.querySelector("[data-state=waiting]");
    const begun = performance.now();
    let longest = 0;
    const note = (list) => { longest = Math.max(longest, ...list.getEntries().map((task) => task.duration)); };
    new PerformanceObserver(note).observe({ entryTypes: ["longtask"] });
    document.querySelector("[data-voice-send]").click();
    await new Promise((resolve, reject) => {
        const look = () => {
            if (!waiting.hidden) return resolve();
            if (performance.now() - begun > 10_000) return reject(new Error(root.innerText));
            setTimeout(look, 1);
        };
        look();
    });
    return { took: performance.now() - begun, longest };
}"""


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        migrated_template(Path(folder)) as template,
        copy_of(template, Path(folder) / "home") as installation,
    ):
        measure(installation)


def measure(installation: Installation) -> None:
    seeded = installation.run("-c", SEED.replace("ROUNDS", str(ROUNDS)))
    if seeded.returncode:
        sys.exit(seeded.stderr)
    visits = json.loads(seeded.stdout.splitlines()[-1])
    port = free_port()
    installation.start("-m", "aizuchi.config.cli", "serve", "--no-migrate", PORT=str(port))
    wait_for(lambda: "Stop" in installation.log.read_text())
    base = f"http://127.0.0.1:{port}"
    print("| | rounds | median, ms | slowest, ms | longest the page stood still, ms |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        send(browser, base, visits[0], is_prepared=True)  # makes the mentor's keys
        half = len(visits) // 2
        for name, some in (("prepared", visits[1:half]), ("everything at once", visits[half:])):
            rounds = [send(browser, base, visit, is_prepared=name == "prepared") for visit in some]
            took = sorted(one["took"] for one in rounds)
            still = max(one["longest"] for one in rounds)
            print(f"| {name} | {len(took)} | {statistics.median(took):.0f} | {took[-1]:.0f} | {still:.0f} |")
        browser.close()


def send(browser: Browser, base: str, visit: dict[str, str], *, is_prepared: bool) -> dict[str, float]:
    context = browser.new_context(base_url=base, viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": visit["cookie"], "url": base}])
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(visit["address"])
    answer_all(page)
    result: dict[str, float] = page.evaluate(SEND, is_prepared)
    context.close()
    return result


def answer_all(page: Page) -> None:
    """As quickly as anybody can: a tap every third of a second."""
    page.locator("[data-voice-send]").wait_for(state="visible")
    for question in page.locator(".levels").all():
        question.locator("label").nth(1).click()
        page.wait_for_timeout(330)
    page.locator("[data-phrase]").first.click()


if __name__ == "__main__":
    main()
