"""What this app brings to the whole."""

import datetime

from aizuchi.accounts.navigation import ENTRIES
from aizuchi.accounts.tasks import tidy_doors
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(
    Every(datetime.timedelta(hours=1), tidy_doors),
    *ENTRIES,
)
