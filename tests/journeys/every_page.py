"""The walk of `test_main_pages.py` over every page of the access table, each with all that axe has to say.

python -m tests.journeys.every_page            # minutes; by hand
python -m tests.journeys.every_page home pair  # some of them
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browsers import CHROMIUM, SWITCHES
from tests.installations import migrated_template, wait_for
from tests.journeys.conftest import DESKTOP, Site, find_free_port, is_answering, sign_in_by_form
from tests.walking import try_everything


def main(names: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder, migrated_template(Path(folder)) as installation:
        facts = json.loads(_run(installation, "tests.journeys.seed"))
        pages = json.loads(_run(installation, "tests.journeys.all_pages", json.dumps(facts["people"])))
        port = find_free_port()
        site = Site(url=f"http://127.0.0.1:{port}", installation=installation, **facts)
        installation.start("-m", "aizuchi.config.cli", "serve", "--no-migrate", PORT=str(port))
        try:
            wait_for(lambda: is_answering(f"{site.url}/healthz"), seconds=180)  # on a busy machine too
            return _walk(site, [page for page in pages if not names or page[0] in names])
        finally:
            installation.end()


def _run(installation: Any, module: str, *arguments: str) -> str:
    done = installation.run("-m", module, *arguments)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def _walk(site: Site, pages: list[list[str]]) -> int:
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        contexts: dict[str, BrowserContext] = {}
        for name, who, address in pages:
            if who not in contexts:
                contexts[who] = _step_in(browser, site, who)
            page = contexts[who].new_page()
            told = list(_try(page, address))
            sys.stdout.write("\n    ".join([f"{name} as {who}: {len(told)}", *told]) + "\n")
            sys.stdout.flush()
            faults += len(told)
            page.close()
        browser.close()
    sys.stdout.write(f"{len(pages)} pages, {faults} faults\n")
    return 1 if faults else 0


def _step_in(browser: Browser, site: Site, who: str) -> BrowserContext:
    state = None if who == "nobody" else sign_in_by_form(site, browser, who)
    return browser.new_context(
        base_url=site.url, storage_state=state, viewport=DESKTOP, locale="ja-JP", reduced_motion="reduce"
    )


def _try(page: Page, address: str) -> list[str]:
    answer = page.context.request.get(address)
    if "text/html" not in answer.headers.get("content-type", "") or "<!doctype" not in answer.text()[:80].lower():
        return []  # a file, or a part of a page
    page.goto(address)
    return list(dict.fromkeys(try_everything(page, everything=True)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
