"""What everybody needs of a page, tried on one that is open: names, contrast, width, forced colours, the keyboard."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

HEIGHTS = {390: 844, 834: 1112, 1440: 900}
AT_200_PERCENT = {"width": 720, "height": 450}
GRAVE = {"serious", "critical"}
MOST_STOPS, AT_ONCE = 500, 8
WALK = Path(__file__).with_name("walking.js").read_text()
SETTLED = """async () => {
    for (;;) {
        const moving = document.getAnimations().filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime)
            && one.playState === "running");
        if (!moving.length) return;
        await Promise.all(moving.map((one) => one.finished.catch(() => 0)));
    }
}"""
# In forced colours a background says nothing: what can be pressed needs a line around it, what is chosen a sign.
WITHOUT_COLOURS = """() => {
    const told = [];
    const canvas = getComputedStyle(document.body).backgroundColor.replace("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)");
    const say = (element, what) => told.push(`${element.outerHTML.slice(0, 120)}: ${what}`);
    for (const button of document.querySelectorAll(".button, .input, .textarea, .select")) {
        const style = getComputedStyle(button);
        if (!button.checkVisibility() || !button.getClientRects().length) continue;
        if (style.borderStyle === "none" || parseFloat(style.borderWidth) < 1) say(button, "has no border");
        if (style.borderColor === style.backgroundColor) say(button, "has a border nobody sees");
    }
    for (const part of document.querySelectorAll(".banner, .notice, .held-ask, .lamp, .toast, .dialog")) {
        if (part.checkVisibility() && getComputedStyle(part).borderStyle === "none") say(part, "has no border");
    }
    for (const here of document.querySelectorAll(".tabs [aria-current]")) {
        const line = (tab) => { const style = getComputedStyle(tab);
            return style.borderBottomWidth + style.borderBottomColor; };
        if ([...here.parentElement.children].some((tab) => tab !== here && line(tab) === line(here)))
            say(here, "looks like every other tab");
    }
    for (const held of document.querySelectorAll(".fact--held")) {
        if (getComputedStyle(held).backgroundColor === canvas) { say(held, "is an empty dot"); break; }
    }
    for (const chosen of document.querySelectorAll("input:is([type=radio], [type=checkbox]):checked")) {
        const label = chosen.labels?.[0];
        if (!label?.checkVisibility() || chosen.disabled) continue;
        const drawn = () => [chosen, label, ...label.querySelectorAll("*")].map((part) =>
            ["", "::before", "::after"].map((pseudo) => { const style = getComputedStyle(part, pseudo || null);
                const seen = style.backgroundColor !== canvas || style.backgroundImage !== "none"
                    || (style.borderStyle !== "none" && style.borderWidth !== "0px") || pseudo === "";
                return pseudo && (style.content === "none" || !seen) ? "" : [style.borderStyle, style.borderWidth,
                    style.borderColor, style.outlineStyle, style.outlineWidth, style.backgroundColor,
                    style.backgroundImage, style.color, style.opacity, style.scale, style.transform,
                    style.translate, style.display].join(); }).join()
            ).join("|");
        const before = drawn();
        chosen.checked = false;
        if (drawn() === before) say(label, "looks the same when it is not chosen");
        chosen.checked = true;
    }
    return told;
}"""


def settle(page: Page) -> None:
    """Until nothing moves any more; what turns for ever is left alone."""
    page.evaluate(SETTLED)


def find_grave(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe calls serious or critical; with `rules` it asks for nothing else."""
    settle(page)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(f"axe.run({json.dumps(options)}).then((told) => told.violations)")
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary']})"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def find_in_each_look(page: Page, widths: Sequence[int], *, everything: bool = False) -> Iterator[str]:
    """At each width in both themes. Two themes have one layout, so that the second is asked for its contrast only,
    unless `everything` is wanted."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # a Literal
            only = None if everything or scheme == "light" else ["color-contrast"]
            yield from (f"{width} {scheme}: {fault}" for fault in find_grave(page, rules=only))
        yield from (f"{width}: {fault}" for fault in find_sideways(page))


def find_sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"scrolls {wide} px sideways"] if wide > 0 else []


def walk_by_keyboard(page: Page) -> list[str]:
    """Tab from the head of the page until it begins anew."""
    if not page.evaluate("'walk' in window"):
        page.evaluate(WALK)
    page.evaluate("walk.begin()")
    while not page.evaluate("walk.isOver"):
        if (count := page.evaluate("walk.count()")) > MOST_STOPS:
            return [f"{count} stops and no end", *page.evaluate("walk.faults")]
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
    nowhere = [] if page.evaluate("walk.count()") else ["nothing can be reached"]
    return [*nowhere, *page.evaluate("walk.faults")]


def try_everything(page: Page, *, everything: bool = False) -> Iterator[str]:
    """All of it, on one page that is not loaded again: what is wrong, and where."""
    for width in HEIGHTS:
        yield from find_in_each_look(page, [width], everything=everything)
        if width != 834 or everything:
            yield from (f"{width}: {fault}" for fault in walk_by_keyboard(page))
    page.emulate_media(color_scheme="light", forced_colors="active", reduced_motion="reduce")
    yield from (f"forced colours: {fault}" for fault in page.evaluate(WITHOUT_COLOURS))
    page.set_viewport_size(AT_200_PERCENT)  # type: ignore[arg-type]  # a TypedDict
    yield from (f"200 %, forced colours: {fault}" for fault in [*find_sideways(page), *walk_by_keyboard(page)])
    page.emulate_media(forced_colors="none", color_scheme="light")
