from collections.abc import Sequence


def find_placed(fits: Sequence[Sequence[int]]) -> set[int]:
    """As many as can be given a right each. `fits` says for each thing which rights it could have come from.

    Where there are more than rights, those that come first are placed; the others prove nobody.
    """
    holder: dict[int, int] = {}
    for thing in range(len(fits)):
        _find_room(thing, fits, holder)
    return set(holder.values())


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
