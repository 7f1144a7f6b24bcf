"""The site of the journeys, in other engines than Chromium. Run by `make test-engines` only."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engines.browsers import DISPLAY, FIREFOX, WEBKIT, Window, firefox, webkit
from tests.journeys.conftest import Site
from tests.journeys.conftest import site as site

ENGINES = {"firefox": (firefox, FIREFOX), "webkit": (webkit, WEBKIT and DISPLAY)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("engine")


@pytest.fixture(scope="session", params=list(ENGINES))
def open_window(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Window]]:
    run, is_there = ENGINES[request.param]
    if not is_there:
        pytest.skip(f"{request.param} is not installed (Debian: firefox-esr, webkit2gtk-driver, xvfb)")
    with run(tmp_path_factory.mktemp(request.param)) as opened:
        yield opened


@pytest.fixture(scope="session")
def sign_in(site: Site, open_window: Callable[[], Window]) -> Iterator[Callable[[str], Window]]:
    """That person's own window, which stays for all tests; the first time through the form."""
    windows: dict[str, Window] = {}

    def open_for(who: str) -> Window:
        if who not in windows:
            windows[who] = window = open_window()
            window.go(f"{site.url}/sign-in/")
            window.fill("[name=login]", site.people[who]["email"])
            window.fill("[name=password]", site.password)
            window.click("button[type=submit].button--primary")
            window.wait_until("!location.pathname.startsWith('/sign-in')")
        return windows[who]

    yield open_for
    for window in windows.values():
        window.close()
