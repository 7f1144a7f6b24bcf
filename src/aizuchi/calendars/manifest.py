"""What this app brings to the whole."""

import datetime

from aizuchi.calendars.checks import find_problems
from aizuchi.calendars.navigation import ENTRIES
from aizuchi.calendars.reminders import OFFERED
from aizuchi.calendars.tasks import read_answers, sync_due_connections
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(
    SystemCheck(find_problems),
    Every(datetime.timedelta(minutes=1), sync_due_connections),
    Every(datetime.timedelta(minutes=3), read_answers),
    OFFERED,
    *ENTRIES,
)
