"""When A happens, then B: the one place where rooms are joined. Read it to know what follows what."""

import datetime
from collections.abc import Mapping, Sequence

from aizuchi.catalogue import reactions as catalogue
from aizuchi.kernel import events, live
from aizuchi.kernel.jobs import schedule
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.jobs.tasks import forget_finished_jobs
from aizuchi.people import events as people

# In the same transaction as the fact itself: kept together or not at all.
REACTIONS: events.Table = {
    people.OrganizationCreated: [catalogue.install_for_new_organization],
}

# After commit: sockets and caches. What must reach the outside world is a job, which a reaction enqueues.
ANNOUNCEMENTS: events.Table = {}

# Who may follow which topic live, by its kind: "meeting:KEY" asks LIVE_TOPICS["meeting"](person, KEY).
LIVE_TOPICS: Mapping[str, live.MayFollow] = {}

# Jobs that come back.
SCHEDULE: Sequence[Every] = [
    Every(datetime.timedelta(hours=1), forget_finished_jobs),
]


def install() -> None:
    events.install(reactions=REACTIONS, announcements=ANNOUNCEMENTS)
    live.install(LIVE_TOPICS)
    schedule.install(SCHEDULE)
