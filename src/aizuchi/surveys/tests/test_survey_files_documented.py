"""docs/survey-files.md names what the code reads."""

import re
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from aizuchi.surveys.exchange import limesurvey, xlsform
from aizuchi.surveys.exchange.document import FORMAT, read_document
from aizuchi.surveys.structure import (
    Choice,
    Comparison,
    Definition,
    Demand,
    Kind,
    Operator,
    Section,
    SurveyQuestion,
    Words,
    list_faults,
)
from aizuchi.surveys.structure.definition import MOST_CHOICES, MOST_COMPARISONS, MOST_QUESTIONS, MOST_SECTIONS

DOCUMENT = Path(__file__).parents[4] / "docs" / "survey-files.md"
PARTS = (Definition, Section, SurveyQuestion, Choice, Words, Comparison)
NAMES = sorted({part.name for kind in PARTS for part in fields(kind)} | {*Kind, *Demand, *Operator, FORMAT})
TYPES = sorted({*xlsform._KINDS, *limesurvey._KINDS, "select_one", "select_multiple", "rank"})


@pytest.fixture(scope="module")
def text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_every_name_and_every_type_stands_there(text: str) -> None:
    named = set(re.findall(r"`([^`\s]+)`", text)) | set(re.findall(r'"([^"]+)"', text))

    assert set(chain(NAMES, TYPES)) - named == set()


def test_the_limits_stand_there(text: str) -> None:
    assert f"{MOST_QUESTIONS} questions, {MOST_SECTIONS} sections, {MOST_CHOICES} choices" in text
    assert f"{MOST_COMPARISONS} comparisons" in text


def test_the_example_is_a_survey_without_faults(text: str) -> None:
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert example

    assert list_faults(read_document(example[1].encode())) == []
