from collections.abc import Sequence


def find_crowded(fits: Sequence[Sequence[int]]) -> set[int]:
    """Of what was sent, all that stands in some group which is larger than the rights that it fits together.

    `fits` says for each thing which rights it could have come from; a right sends one. What is left can be given to
    rights one by one, so it does not matter which of the crowded ones is one too many: they cannot be told apart.
    """
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
    return crowded


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
