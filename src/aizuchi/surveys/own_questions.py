"""What one asks oneself once a month: our sets on how people are and how they grow, six taps, under a minute."""

from functools import cache

from aizuchi.surveys.library import get_library_set
from aizuchi.surveys.structure import Definition, Words

SETS = ("condition", "growth")


@cache
def get_own_questions() -> Definition:
    sections = tuple(section for key in SETS for section in get_library_set(key).sections)
    return Definition(title=Words(ja="自分の調子", en="How I am"), sections=sections)
