"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.jobs.personal_data import PERSONAL_DATA
from aizuchi.kernel.jobs.readings import READINGS
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.jobs.tasks import forget_finished_jobs
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(Every(datetime.timedelta(hours=1), forget_finished_jobs), *READINGS, *PERSONAL_DATA)
