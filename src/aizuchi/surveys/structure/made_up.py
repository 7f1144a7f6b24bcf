"""Answers as somebody might give them, so that a survey can be tried before it goes out."""

import random

from pydantic import JsonValue

from aizuchi.surveys.structure.definition import Definition, Kind, SurveyQuestion

SHARE_ANSWERED = 0.9


def make_up_answers(definition: Definition, *, seed: int) -> dict[str, JsonValue]:
    """Also to what is not asked then: whoever reads them passes it over. The same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    return {
        question.code: _make_up(question, chance)
        for question in definition.list_questions()
        if question.asks and chance.random() < SHARE_ANSWERED
    }


def _make_up(question: SurveyQuestion, chance: random.Random) -> JsonValue:
    codes = [choice.code for choice in question.offered]
    match question.kind:
        case Kind.SCALE | Kind.SINGLE:
            return chance.choice(codes) if codes else ""
        case Kind.MULTIPLE:
            return [*chance.sample(codes, min(len(codes), chance.randint(1, 2)))]
        case Kind.RANKING:
            return [*chance.sample(codes, len(codes))]
        case Kind.MATRIX:
            rows = [row.code for row in question.rows if not row.is_retired]
            return [f"{row}:{chance.choice(codes)}" for row in rows if codes]
        case Kind.ZERO_TO_TEN:
            return str(chance.randint(0, 10))
        case Kind.NUMBER:
            return str(chance.randint(int(question.least or 0), int(question.most or (question.least or 0) + 10)))
        case _:
            return ""
