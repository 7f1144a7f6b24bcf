"""Things happen one after the other, each at its time."""

import datetime
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

Step = Callable[[datetime.datetime], None]
Progress = Callable[[float, str], None]
CHUNK = 200


@dataclass
class Timeline:
    """A queue of steps ordered by time; a step may add later ones. Steps after the end never happen."""

    begin: datetime.datetime
    end: datetime.datetime
    _queue: list[tuple[datetime.datetime, int, Step]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def at(self, moment: datetime.datetime, step: Step) -> None:
        if moment < self.end:
            heapq.heappush(self._queue, (moment, next(self._order), step))

    def run(self, progress: Progress) -> None:
        """Committed in groups: the story is loaded before anybody can look at it, and disks are slow."""
        while self._queue:
            with transaction.atomic():
                for _ in range(min(CHUNK, len(self._queue))):
                    moment, _, step = heapq.heappop(self._queue)
                    step(moment)
                    if not self._queue:
                        break
            share = (moment - self.begin) / (self.end - self.begin)
            progress(min(1.0, max(0.0, share)), moment.strftime("%Y-%m"))
