"""Whatever a page or a mail says of a day, it says by `ui.moments`: a reader meets one form in each language."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
MACHINES = {"c", "Y-m"}  # for attributes, and for values that a form sends back
PARTS = {"j", "YEAR_MONTH_FORMAT"}  # a number in a calendar's box, the name above it


def find(pattern: str, *suffixes: str) -> list[str]:
    files = [path for suffix in suffixes for path in SOURCE.rglob(f"*{suffix}") if "tests" not in path.parts]
    return [f"{path.name}: {found}" for path in files for found in re.findall(pattern, path.read_text())]


def test_templates_write_days_through_the_filters_of_ui() -> None:
    found = find(r'\|date:"([^"]*)"', ".html", ".txt")

    assert [line for line in found if line.split(": ")[1] not in MACHINES | PARTS] == []


@pytest.mark.parametrize("form", ["DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT"])
def test_code_asks_no_country_for_a_form(form: str) -> None:
    assert find(rf'date_format\([^\n]*"({form})"', ".py") == []
