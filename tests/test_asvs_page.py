"""docs/security-asvs.md is whole: every requirement once, every file there, and the counts are those of the tables."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security-asvs.md").read_text()
INVENTORIES = (ROOT / "docs" / "security-inventories.md").read_text()
ASKED = (ROOT / "tests" / "asvs_level_2.txt").read_text().split()
"""The numbers of all requirements of level 1 and 2 in version 5.0.0."""

ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| .+ \| (held|does not apply|\*\*not held\*\*) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
PATH = re.compile(
    r"(?:deploy/|docs/)?[\w./-]+\.(?:py|ts|js|html|md|toml|json|conf|service|env|txt)|deploy/caddy/Caddyfile"
)


def test_every_requirement_stands_there_once() -> None:
    assert Counter(number for number, _state, _where in ROWS) == Counter(ASKED)


@pytest.mark.parametrize("page", [PAGE, INVENTORIES], ids=["requirements", "inventories"])
def test_every_file_is_there(page: str) -> None:
    named = {name for name in re.findall(r"`([^`]+)`", page) if "/" in name and PATH.fullmatch(name)}

    assert len(named) > 20
    assert [
        name for name in sorted(named) if not any((base / name).is_file() for base in (ROOT, ROOT / "src/aizuchi"))
    ] == []


def test_what_is_held_names_a_file_or_a_page() -> None:
    assert [number for number, state, where in ROWS if state == "held" and not re.search(r"[`\]]|No test", where)] == []


def test_what_is_not_held_is_said_at_the_head() -> None:
    head = PAGE.partition("## Not held")[2].partition("\n## ")[0]
    told = {number for line in head.splitlines() for number in re.findall(r"\d+\.\d+\.\d+", line.partition(" | ")[0])}

    assert told == {number for number, state, _where in ROWS if state == "**not held**"}


def test_the_counts_are_those_of_the_tables() -> None:
    states = Counter(state for _number, state, _where in ROWS)
    counts = [states["held"], states["does not apply"], states["**not held**"], len(ROWS)]

    assert f"| {' | '.join(map(str, counts))} |" in PAGE
    assert (
        "{} are held, {} do not apply, {} are not held".format(*counts) in (ROOT / "docs" / "security.md").read_text()
    )
