"""The site of the journeys, in other engines than Chromium. Run by `make test-engines` only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def open_window(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Window]]:
    run, is_there = ENGINES[engine]
    if not is_there:
        pytest.skip(f"{engine} is not installed (Debian: firefox-esr, webkit2gtk-driver, xvfb)")
    with run(tmp_path_factory.mktemp(engine)) as opened:
        yield opened


@pytest.fixture(scope="session")
def sign_in(site: Site, open_window: Callable[[], Window]) -> Iterator[Callable[[str], Window]]:
    """That person's own window, which stays for all tests; the first time through the form."""
    with _windows(site, open_window) as open_for:
        yield open_for


@pytest.fixture(scope="module")
def sign_in_without_colours(
    engine: str, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Window]]:
    """A Firefox in which the system's few colours stand for those of the page."""
    if engine != "firefox":
        pytest.skip("WebKit knows no forced colours")
    if not FIREFOX:
        pytest.skip("firefox is not installed (Debian: firefox-esr)")
    forced = {"browser__display__document_color_use": 2}
    with firefox(tmp_path_factory.mktemp("forced"), **forced) as open_window, _windows(site, open_window) as open_for:
        yield open_for


@contextmanager
def _windows(site: Site, open_window: Callable[[], Window]) -> Iterator[Callable[[str], Window]]:
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
