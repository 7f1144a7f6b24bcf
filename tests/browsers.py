"""Which Chromium tests start."""

import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first draws the same pages with less than half of the work: it has no window to prepare."""
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
]
