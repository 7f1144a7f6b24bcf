"""A real server, a real browser, and the cast, signed in.

A journey fails on what nobody asserts as well: an error on the console, a request to another host, a breach of the
content security policy.
"""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, WebError

from tests.browsers import CHROMIUM, SWITCHES
from tests.installations import Installation, copy_of, wait_for
from tests.walking import find_grave

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
REPORT_BREACHES = """document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip("Chromium is not installed (Debian: chromium-headless-shell)"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": SWITCHES}


@dataclass
class Site:
    """A running installation; what journeys need to know about its cast."""

    url: str
    password: str
    people: dict[str, dict[str, str]]
    installation: Installation
    sessions: dict[str, dict[str, str]]
    """The cookies of each person's browser."""
    signed_in: dict[str, Any] = field(default_factory=dict)

    def run_python(self, code: str) -> str:
        """For what no page can do, such as moving the clock of a meeting: runs in a process of its own."""
        done = self.installation.run("-c", f"import django; django.setup()\n{code}")
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def site(_migrated_template: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with copy_of(_migrated_template, tmp_path_factory.mktemp("site") / "home") as installation:
        seeded = installation.run("-m", "tests.journeys.seed")
        assert seeded.returncode == 0, seeded.stderr
        port = find_free_port()
        url = f"http://127.0.0.1:{port}"
        near = {"AIZUCHI_SIGN_IN_PRIVATE_ADDRESSES": "1"}  # a provider of company accounts runs beside it
        installation.start("-m", "aizuchi.config.cli", "serve", "--no-migrate", PORT=str(port), **near)
        wait_for(lambda: is_answering(f"{url}/healthz"), seconds=120)  # on a busy machine too
        site = Site(url=url, installation=installation, **json.loads(seeded.stdout))
        site.signed_in |= {who: kept_by_browser(url, cookies) for who, cookies in site.sessions.items()}
        yield site


@pytest.fixture
def sign_in(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """sign_in("member", viewport=PHONE) opens that person's own browser.

    `forgives` names a fault that the journey itself brings about, such as a line it cuts.
    """
    watched: list[tuple[BrowserContext, list[str], str]] = []

    def open_for(who: str, *, forgives: str = "", **options: Any) -> Page:
        settings = {"viewport": DESKTOP, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"} | options
        context = open_signed_in(site, browser, who, settings)
        watched.append((context, watch(context, site.url), forgives))
        return context.new_page()

    yield open_for
    for context, faults, forgiven in watched:
        context.close()
        assert [fault for fault in faults if not forgiven or forgiven not in fault] == []


def open_signed_in(site: Site, browser: Browser, who: str, settings: dict[str, Any]) -> BrowserContext:
    """A journey before may have ended that person's session: signed out, given a password, left by the company's. They
    come back through the form."""
    if who in site.signed_in:
        context = browser.new_context(base_url=site.url, storage_state=site.signed_in[who], **settings)
        if context.request.get("/people/", max_redirects=0).ok:
            return context
        context.close()
    site.signed_in[who] = sign_in_by_form(site, browser, who)
    return browser.new_context(base_url=site.url, storage_state=site.signed_in[who], **settings)


def kept_by_browser(url: str, cookies: dict[str, str]) -> Any:
    """As `BrowserContext.storage_state` tells it."""
    host = urlsplit(url).hostname
    common = {"domain": host, "path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [{"name": name, "value": value} | common for name, value in cookies.items()], "origins": []}


def watch(context: BrowserContext, own: str) -> list[str]:
    """Everything that goes wrong in this browser from now on."""
    faults: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"console: {message.text}")

    def note_error(error: WebError) -> None:
        told = str(error.error)  # Chromium's own remarks when a page is left before it faded in
        if "ViewTransition" not in told and "Transition was aborted" not in told:
            faults.append(f"script: {error.error}")

    def stay_home(route: Route) -> None:
        if route.request.url.startswith((own, "data:", "blob:")):
            route.continue_()
            return
        faults.append(f"external request: {route.request.url}")
        route.abort()

    context.add_init_script(REPORT_BREACHES)
    context.on("console", note_console)
    context.on("weberror", note_error)
    context.route("**/*", stay_home)
    return faults


@pytest.fixture
def check_access() -> Callable[[Page], None]:
    """Fails on what axe calls serious or critical."""

    def check(page: Page) -> None:
        assert find_grave(page) == [], page.url

    return check


def sign_in_by_form(site: Site, browser: Browser, who: str) -> Any:
    context = browser.new_context(base_url=site.url, locale="ja-JP")
    page = context.new_page()
    page.goto("/sign-in/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")  # behind other ways
    page.locator("[name=login]").fill(site.people[who]["email"])
    page.locator("[name=password]").fill(site.password)
    page.locator("button[type=submit].button--primary").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    state = context.storage_state()
    context.close()
    return state


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_answering(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False
