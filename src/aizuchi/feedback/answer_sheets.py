"""What the questions about a 1on1 put into a sealed box. The browser's half is islands/feedback_answer/form.ts."""

import uuid
from typing import Any

from aizuchi.anonymous_answers.asking_app import Content
from aizuchi.anonymous_answers.sealed_answers import SealedAnswerUnreadable
from aizuchi.feedback.release import Answer, AnswerCell, AnswerSheet
from aizuchi.kernel.canonical import drop_invisible

MOST_ANSWERS = 12
LONGEST_COMMENT = 400


def read_answer_sheet(content: Content, window_id: uuid.UUID) -> AnswerSheet:
    """Raises SealedAnswerUnreadable: whoever sent it may have put anything into it."""
    try:
        answers = tuple(_read_answer(answer) for answer in content["answers"][:MOST_ANSWERS])
        comment = _read_comment(content.get("comment", ""))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SealedAnswerUnreadable from error
    return AnswerSheet(window_id, answers, comment, proves_a_person=content.get("second") is not True)


def _read_comment(text: str) -> str:
    """What of it can be seen: a line that shows nothing counts for no person."""
    return " ".join(drop_invisible(" ".join(text.split())).split())[:LONGEST_COMMENT]


def _read_answer(answer: dict[str, Any]) -> Answer:
    topic, response = answer["topic"], answer["response"]
    cell = AnswerCell(uuid.UUID(topic), uuid.UUID(response)) if topic and response else AnswerCell()
    met, moved = answer["met"], answer["moved"]
    if not {met, moved} <= {1, 2, 3, 4, 5} or {type(met), type(moved)} != {int}:  # True and 1.0 are equal to 1
        raise ValueError("not on the scale")
    return Answer(cell, met, moved)
