"""Things happen one after the other, each at its time."""

import datetime
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

Step = Callable[[datetime.datetime], None]
Progress = Callable[[float, str], None]
REPORTED_EVERY = 50


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
        for number in itertools.count():
            if not self._queue:
                return
            moment, _, step = heapq.heappop(self._queue)
            step(moment)
            if number % REPORTED_EVERY == 0:
                share = (moment - self.begin) / (self.end - self.begin)
                progress(min(1.0, max(0.0, share)), moment.strftime("%Y-%m"))
