"""How long the answers to a survey can become, whatever is said."""

import json

from pydantic import JsonValue

from aizuchi.surveys.structure.definition import OTHER, Definition, Kind, SurveyQuestion
from aizuchi.surveys.structure.given import LONGEST_LONG_TEXT, LONGEST_SHORT_TEXT, MOST_DIGITS

WIDEST = "\u3042"
"""Three bytes, and one letter as browsers count: none takes more."""
THREAD = "thread"
LONGEST_THREAD = 88
"""Two keys with which whoever wrote something can be answered, as text."""


def count_longest(definition: Definition) -> int:
    """In bytes of JSON, as a browser writes it."""
    longest: dict[str, JsonValue] = {}
    for question in definition.list_questions():
        if question.asks:
            longest[question.code] = _longest(question)
            if question.kind in {Kind.SHORT_TEXT, Kind.LONG_TEXT}:
                longest[f"{question.code}.{THREAD}"] = "9" * LONGEST_THREAD
            if question.takes_other:
                longest[f"{question.code}.{OTHER}"] = WIDEST * LONGEST_SHORT_TEXT
                longest[f"{question.code}.{OTHER}.{THREAD}"] = "9" * LONGEST_THREAD
    return len(json.dumps(longest, ensure_ascii=False, separators=(",", ":")).encode())


def _longest(question: SurveyQuestion) -> JsonValue:
    codes = [choice.code for choice in question.offered] + [OTHER] * question.takes_other
    match question.kind:
        case Kind.SHORT_TEXT:
            return WIDEST * LONGEST_SHORT_TEXT
        case Kind.LONG_TEXT:
            return WIDEST * LONGEST_LONG_TEXT
        case Kind.MULTIPLE | Kind.RANKING:
            return [*codes]
        case Kind.MATRIX:
            step = max(codes, key=len, default="")
            return [f"{row.code}:{step}" for row in question.rows]
        case Kind.SCALE | Kind.SINGLE:
            return max(codes, key=len, default="")
        case _:
            return "9" * MOST_DIGITS
