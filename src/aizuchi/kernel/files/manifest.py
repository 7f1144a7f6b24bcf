"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.files.checks import find_problems
from aizuchi.kernel.files.personal_data import PERSONAL_DATA
from aizuchi.kernel.files.tasks import remove_orphaned_files
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(
    Every(datetime.timedelta(days=1), remove_orphaned_files, offset=datetime.timedelta(hours=18)),
    SystemCheck(find_problems),
    *PERSONAL_DATA,
)
