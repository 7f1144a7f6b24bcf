"""Whatever a page or a mail says of a day, it says by `ui.formatting`: a reader meets one form in each language."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "aizuchi"
MACHINES = {"c", "Y-m"}  # for attributes, and for values that a form sends back
PARTS = {"j"}  # a number in a calendar's box; its month stands above or beside it
NUMBERS = r"%-?[md][/.]%-?[md]|\.month\}[/.]\{|Month\(\) \+ 1\}[/.]|\|date:\"[nm][/.][jd]"


def find(pattern: str, *suffixes: str) -> list[str]:
    files = [path for suffix in suffixes for path in SOURCE.rglob(f"*{suffix}") if "tests" not in path.parts]
    return [f"{path.name}: {found}" for path in files for found in re.findall(pattern, path.read_text())]


def test_templates_write_days_through_the_filters_of_ui() -> None:
    found = find(r'\|date:"([^"]*)"', ".html", ".txt")

    assert [line for line in found if line.split(": ")[1] not in MACHINES | PARTS] == []


@pytest.mark.parametrize("form", ["DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATE_FORMAT"])
def test_code_asks_no_country_for_a_form(form: str) -> None:
    assert find(rf'date_format\([^\n]*"({form})"', ".py") == []


def test_no_day_is_two_numbers_with_a_stroke() -> None:
    """3/12 is March to one reader and December to the other."""
    found = find(f"({NUMBERS})", ".py", ".html", ".txt", ".ts")

    assert [line for line in found if ".test.ts" not in line] == []


def test_code_writes_days_nowhere_but_in_ui() -> None:
    assert find(r"from babel\.dates import [^\n]*(format_\w+)", ".py") == []
    assert find(r"(toLocaleDateString|toLocaleString)", ".ts") == []
