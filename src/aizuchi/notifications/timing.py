"""When a person may be disturbed: quiet hours and the morning digest, on that person's own clock."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    zone: ZoneInfo
    quiet_from: datetime.time
    quiet_until: datetime.time
    digest_at: datetime.time | None = None

    def is_quiet_at(self, moment: datetime.datetime) -> bool:
        """Equal times mean: never quiet. A night that spans midnight is the usual one."""
        clock = moment.astimezone(self.zone).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def next_moment(self, moment: datetime.datetime, *, is_urgent: bool) -> datetime.datetime:
        """The first moment from `moment` on at which a notice may come."""
        if is_urgent:
            return moment
        if self.digest_at:
            moment = self._next_clock(moment, self.digest_at)
        return self._next_clock(moment, self.quiet_until) if self.is_quiet_at(moment) else moment

    def _next_clock(self, moment: datetime.datetime, clock: datetime.time) -> datetime.datetime:
        local = moment.astimezone(self.zone)
        candidate = datetime.datetime.combine(local.date(), clock, tzinfo=self.zone)
        if candidate < local:
            candidate = datetime.datetime.combine(local.date() + A_DAY, clock, tzinfo=self.zone)
        return candidate.astimezone(datetime.UTC)


def at_clock(date: datetime.date, clock: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    """That time on that date, there. A time that a change of clocks skips is the moment after it."""
    return datetime.datetime.combine(date, clock, tzinfo=zone).astimezone(datetime.UTC)
