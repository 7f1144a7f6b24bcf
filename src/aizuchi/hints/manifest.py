"""What this app brings to the whole."""

import datetime

from aizuchi.hints.tasks import forget_old_showings, weigh_hints
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(
    Every(datetime.timedelta(minutes=10), weigh_hints),
    Every(datetime.timedelta(days=1), forget_old_showings),
)
