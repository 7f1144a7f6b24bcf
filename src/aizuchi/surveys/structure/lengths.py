"""How long it takes to answer."""

from aizuchi.surveys.structure.definition import Definition, Kind

SECONDS_A_QUESTION = 12
"""A step, a choice or a word; long texts are not counted, since they may stay empty."""


def estimate_minutes(definition: Definition) -> int:
    """At least one."""
    asked = [one for one in definition.list_questions() if one.asks and one.kind != Kind.LONG_TEXT]
    rows = sum(max(0, len(one.rows) - 1) for one in asked)
    return max(1, round((len(asked) + rows / 2) * SECONDS_A_QUESTION / 60))
