"""What the catalogue of elements shows them with. People and words are invented."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from aizuchi.ui.chart_specimens import draw_specimens

ICONS = Path(__file__).resolve().parent / "icons.json"
PALETTE = [
    ["paper", "surface", "raised", "sunken", "line", "line-strong", "ink", "ink-2", "ink-3"],
    ["matsu", "matsu-strong", "matsu-soft", "matsu-line", "on-matsu"],
    ["hi", "hi-soft", "hi-line", "hi-mark", "ai", "ai-soft", "ai-line"],
    ["kaki", "kaki-soft", "kaki-line", "beni", "beni-soft"],
    [f"ramp-{step}" for step in range(6)],
]


@dataclass(frozen=True)
class Specimen:
    """Somebody to show, with what a person of ours has on screen."""

    family: str
    given: str
    romaji: str
    hue: int

    @property
    def full_name(self) -> str:
        return self.romaji if translation.get_language() == "en" else f"{self.family} {self.given}"

    @property
    def short_name(self) -> str:
        return self.romaji.split()[0] if translation.get_language() == "en" else f"{self.family}さん"

    @property
    def initial(self) -> str:
        return self.full_name[0]


@dataclass(frozen=True)
class Section:
    key: str
    title: str | Promise
    rule: str | Promise

    @property
    def template(self) -> str:
        return f"ui/catalogue/{self.key}.html"


SECTIONS = (
    Section(
        "colours",
        pgettext_lazy("specimen", "Colours"),
        pgettext_lazy("specimen", "One strong colour. The others stay soft and each means one thing."),
    ),
    Section(
        "type",
        pgettext_lazy("specimen", "Type"),
        pgettext_lazy("specimen", "The gothic that the device has. Running text has air between its lines."),
    ),
    Section(
        "icons",
        pgettext_lazy("specimen", "Icons"),
        pgettext_lazy("specimen", "They never replace words; they stand beside them."),
    ),
    Section(
        "words",
        pgettext_lazy("specimen", "Words"),
        pgettext_lazy("specimen", "Corners frame what a person said, and nothing else. Green is oneself."),
    ),
    Section(
        "buttons",
        pgettext_lazy("specimen", "Buttons"),
        pgettext_lazy("specimen", "One strong button per screen. Nothing to press is smaller than a thumb."),
    ),
    Section(
        "fields",
        pgettext_lazy("specimen", "Fields"),
        pgettext_lazy("specimen", "Who can read it stands beside it. A mistake says how to mend it."),
    ),
    Section(
        "choices",
        pgettext_lazy("specimen", "Choosing"),
        pgettext_lazy("specimen", "Real checkboxes and radios: fill, weight and mark, not colour alone."),
    ),
    Section(
        "people",
        pgettext_lazy("specimen", "People and labels"),
        pgettext_lazy("specimen", "Pair kinds are directions. Who can see it is never left out."),
    ),
    Section(
        "lists",
        pgettext_lazy("specimen", "Lists and tables"),
        pgettext_lazy("specimen", "A row is a door. Wide tables scroll inside themselves."),
    ),
    Section(
        "charts",
        pgettext_lazy("specimen", "Charts"),
        pgettext_lazy("specimen", "Words first. An estimate shows its doubt; what is too few to show says so."),
    ),
    Section(
        "states",
        pgettext_lazy("specimen", "Messages and waiting"),
        pgettext_lazy("specimen", "Never blame; offer one next move."),
    ),
    Section(
        "overlays",
        pgettext_lazy("specimen", "What lies on top"),
        pgettext_lazy("specimen", "Three ways to close it: the button, outside, and Escape."),
    ),
)


def describe_elements(theme: str) -> dict[str, Any]:
    """Everything the catalogue needs, in the language that is active."""
    return {
        "sections": SECTIONS,
        "palette": PALETTE,
        "sizes": [7, 6, 5, 4, 3, 2, 1, 0],
        "icons": json.loads(ICONS.read_text()),
        "charts": draw_specimens(),
        **_list_switches(theme),
        **_list_people(),
        **_list_choices(),
    }


def _list_switches(theme: str) -> dict[str, Any]:
    return {
        "language": translation.get_language(),
        "languages": [("ja", "日本語"), ("en", "English")],
        "theme": theme if theme in ("light", "dark") else "",
        "themes": [
            ("", "monitor", pgettext("specimen", "Auto")),
            ("light", "sun", pgettext("specimen", "Light")),
            ("dark", "moon", pgettext("specimen", "Dark")),
        ],
    }


def _list_people() -> dict[str, Any]:
    now = timezone.now()
    return {
        "aoi": Specimen("小野寺", "葵", "Aoi Onodera", 255),
        "takumi": Specimen("森川", "拓海", "Takumi Morikawa", 165),
        "avatar_sizes": ["xs", "sm", "", "lg", "xl"],
        "kinds": _kinds(),
        "now": now,
        "past": now.date() - datetime.timedelta(days=3),  # any wall: a specimen
        "page": Paginator(range(100), 20).page(2),
    }


def _list_choices() -> dict[str, Any]:
    return {
        "topics": _topics(),
        "responses": _responses(),
        "minutes": [
            (15, pgettext("specimen", "15 minutes")),
            (30, pgettext("specimen", "30 minutes")),
            (45, pgettext("specimen", "45 minutes")),
        ],
    }


def _kinds() -> list[tuple[str, str]]:
    return [
        ("supervisor", pgettext("specimen", "Supervisor")),
        ("mentor", pgettext("specimen", "Mentor")),
        ("peer", pgettext("specimen", "Peer")),
        ("diagonal", pgettext("specimen", "Diagonal")),
    ]


def _topics() -> list[tuple[str, str, bool]]:
    return [
        ("list-checks", pgettext("specimen", "Progress and ways of working"), False),
        ("users-round", pgettext("specimen", "Relationships"), True),
        ("heart-pulse", pgettext("specimen", "Body and mind"), False),
        ("compass", pgettext("specimen", "Career"), True),
        ("sprout", pgettext("specimen", "Skills"), False),
    ]


def _responses() -> list[tuple[str, str, bool]]:
    return [
        ("signpost", pgettext("specimen", "Give me advice"), False),
        ("puzzle", pgettext("specimen", "Think it through with me"), True),
        ("ear", pgettext("specimen", "Just listen"), False),
        ("messages-square", pgettext("specimen", "Tell me what you think"), False),
        ("megaphone", pgettext("specimen", "I'd like to report"), False),
        ("ellipsis", pgettext("specimen", "Something else"), False),
    ]
