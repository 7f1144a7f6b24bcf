"""Many things in one job: one that breaks is put aside and told, the others are done, and so is what comes after.

Where the things are of any size, a job for each of them is simpler still. This is for those that share an end: keys and
boxes to destroy, rows to tidy.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

log = structlog.get_logger()

Thing = TypeVar("Thing")


class SomeFailed(Exception):
    """The rest was done. The first of what went wrong is its cause, and what the page of jobs shows."""


class FailedItems:
    """What went wrong on the way."""

    def __init__(self) -> None:
        self.errors: list[BaseException] = []

    def note(self, error: BaseException) -> None:
        log.warning("put aside", error=type(error).__name__)
        self.errors.append(error)

    def tell(self) -> None:
        """Raises SomeFailed, so that the job tries again and, if it stays so, stands among those that failed."""
        if self.errors:
            raise SomeFailed(f"{len(self.errors)}") from self.errors[0]


def for_each(things: Iterable[Thing], do: Callable[[Thing], object], *, aside: FailedItems) -> int:
    """Does it for every thing; returns for how many it went well. Tell `aside` when everything else is done."""
    done = 0
    for thing in things:
        try:
            do(thing)
        except BaseException as error:
            if is_the_end(error):
                raise
            aside.note(error)
        else:
            done += 1
    return done


def is_the_end(error: BaseException) -> bool:
    """Of the process. Anything else is about the work, also what native code throws past `Exception`."""
    return isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit)
