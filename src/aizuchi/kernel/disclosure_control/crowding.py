from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Crowd:
    excess: int
    """So many things are too many: they find no right of their own, whichever one begins with."""
    crowded: set[int]
    """All that stand in some group which is larger than the rights that it fits together: it cannot be told which of
    these are too many."""


def find_crowd(fits: Sequence[Sequence[int]]) -> Crowd:
    """`fits` says for each thing which rights it could have come from; a right sends one."""
    holder: dict[int, int] = {}
    crowded: set[int] = set()
    for thing in range(len(fits)):
        _find_room(thing, fits, holder)
    given = set(holder.values())
    waiting = [thing for thing in range(len(fits)) if thing not in given]
    while waiting:
        thing = waiting.pop()
        if thing not in crowded:
            crowded.add(thing)
            waiting.extend(holder[right] for right in fits[thing] if right in holder)
    return Crowd(len(fits) - len(given), crowded)


def _find_room(thing: int, fits: Sequence[Sequence[int]], holder: dict[int, int]) -> None:
    """Gives the thing a right, if others can move on to other rights: breadth first, back along the way it came."""
    came_from: dict[int, int] = {}
    waiting = [thing]
    for one in waiting:
        for right in fits[one]:
            if right in came_from:
                continue
            came_from[right] = one
            if right not in holder:
                _move_along(right, thing, came_from, holder)
                return
            waiting.append(holder[right])


def _move_along(right: int, thing: int, came_from: dict[int, int], holder: dict[int, int]) -> None:
    held = {one: place for place, one in holder.items()}
    while True:
        one = came_from[right]
        holder[right] = one
        if one == thing:
            return
        right = held[one]
