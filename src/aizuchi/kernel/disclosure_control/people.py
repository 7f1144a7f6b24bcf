from collections.abc import Iterable


def fewest_people(rights: Iterable[int], answers: int) -> int | None:
    """d_min: how many people at least gave so many answers, if nobody gave more than they had rights to.

    None: there are more answers than rights, so somebody cheated and nothing is known about how many people there were.
    """
    left, people = answers, 0
    for most in sorted((count for count in rights if count > 0), reverse=True):
        if left <= 0:
            break
        left -= most
        people += 1
    return people if left <= 0 else None
