"""Bytes over the wire and time until a page can be used, on a slow phone.

    python -m bench.page_weight --home FOLDER

Chromium with the processor four times slower and a slow 4G line (150 ms, 1.6 Mbit/s), nothing cached.
Usable means: parsed, its modules run and, where there are live notes, an editor one can type in.
"""

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.pages import await_server, find_facts, free_port

SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
PAGES = {"home": "#main", "prepare": "#main", "brief": "#main", "session": "[contenteditable=true]:visible"}
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    home = parser.parse_args().home
    environment = {**os.environ, "AIZUCHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    facts = find_facts(environment)
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "aizuchi.config.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    server = subprocess.Popen(command, env={**environment, "PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        await_server(port)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
            print("| page | HTML+CSS kB | JS kB | usable after, s |")
            print("| --- | ---: | ---: | ---: |")
            for name, ready in PAGES.items():
                rounds = [visit(browser, f"http://127.0.0.1:{port}", facts, name, ready) for _ in range(ROUNDS)]
                markup, script, _ = rounds[0]
                seconds = statistics.median(took for _, _, took in rounds)
                print(f"| {name} | {markup / 1000:.1f} | {script / 1000:.1f} | {seconds:.2f} |")
    finally:
        server.terminate()
        server.wait()


def visit(browser: Browser, base: str, facts: dict, name: str, ready: str) -> tuple[int, int, float]:
    """Bytes of HTML and CSS, bytes of scripts, seconds until usable."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3)
    context.add_cookies([{"name": "sessionid", "value": facts["cookie"], "url": base}])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    page.goto(base + facts["pages"][name], wait_until="load")
    page.wait_for_selector(ready)
    took = page.evaluate("performance.now()") / 1000
    by_kind = {
        kind: sum(sizes.get(key, 0) for key, its in kinds.items() if its == kind) for kind in set(kinds.values())
    }
    context.close()
    return by_kind.get("Document", 0) + by_kind.get("Stylesheet", 0), by_kind.get("Script", 0), took


if __name__ == "__main__":
    main()
