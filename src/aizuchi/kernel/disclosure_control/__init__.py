"""The rules of groups, once for everything that persons answer and that is shown as a number.

An answer carries no person, so people cannot be counted. What is known is who had how many rights to answer; from that
follows how few people can possibly stand behind a number of answers (`fewest_people`). Answers are put together until
enough people stand behind every sum, nobody with most of it (`group_answers`), and of a tree of sums only those are
shown that neither say too much by themselves nor by what is left when one is taken from another (`choose_shown`); of
sums that overlap in any way, such as units and ages, `choose_sums`.
"""

from aizuchi.kernel.disclosure_control.crowding import Crowd, find_crowd
from aizuchi.kernel.disclosure_control.grouping import AnswerGroup, CellCounts, Grouped, Path, group_answers
from aizuchi.kernel.disclosure_control.overlapping import choose_sums
from aizuchi.kernel.disclosure_control.people import fewest_people
from aizuchi.kernel.disclosure_control.suppression import (
    CountedPart,
    CountedUnit,
    choose_parts,
    choose_shown,
    may_be_compared,
)

__all__ = [
    "AnswerGroup",
    "CellCounts",
    "CountedPart",
    "CountedUnit",
    "Crowd",
    "Grouped",
    "Path",
    "choose_parts",
    "choose_shown",
    "choose_sums",
    "fewest_people",
    "find_crowd",
    "group_answers",
    "may_be_compared",
]
