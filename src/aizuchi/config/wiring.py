"""When A happens, then B: the one place where rooms are joined. Read it to know what follows what."""

from aizuchi.catalogue import reactions as catalogue
from aizuchi.kernel import events
from aizuchi.people import events as people

# In the same transaction as the fact itself: kept together or not at all.
REACTIONS: events.Table = {
    people.OrganizationCreated: [catalogue.install_for_new_organization],
}

# After commit: sockets and caches. What must reach the outside world is a job, which a reaction enqueues.
ANNOUNCEMENTS: events.Table = {}


def install() -> None:
    events.install(reactions=REACTIONS, announcements=ANNOUNCEMENTS)
