"""How much one person may send: far more than anybody writes, far less than would hurt the others."""

import time
from collections.abc import Callable

_AT_ONCE = 8 * 1024 * 1024
_PER_SECOND = 16 * 1024


class Allowance:
    """Refills while one rests."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = float(_AT_ONCE)
        self._at = clock()

    def take(self, size: int) -> bool:
        """False: nothing was taken, come back later."""
        now = self._clock()
        self._left = min(_AT_ONCE, self._left + (now - self._at) * _PER_SECOND)
        self._at = now
        if size > self._left:
            return False
        self._left -= size
        return True

    def spend(self, size: int) -> bool:
        """For what was done already. False: it was more than was left, and now there is nothing left."""
        if self.take(size):
            return True
        self._left = 0.0
        return False

    @property
    def is_full(self) -> bool:
        return self._left + (self._clock() - self._at) * _PER_SECOND >= _AT_ONCE
