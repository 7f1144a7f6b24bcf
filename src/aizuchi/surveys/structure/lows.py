"""Which answers to a question say that something is hard: a topic is offered to whoever gave one of them."""

from aizuchi.surveys.structure.definition import Kind, SurveyQuestion


def list_low_answers(question: SurveyQuestion) -> list[str]:
    """The half on the side that is not meant to be good, without the middle. Nothing where answers have no order."""
    match question.kind:
        case Kind.SCALE:
            steps = [choice.code for choice in question.choices]
        case Kind.ZERO_TO_TEN:
            steps = [str(number) for number in range(11)]
        case _:
            return []
    half = len(steps) // 2
    return steps[-half:] if question.is_reversed and half else steps[:half]
