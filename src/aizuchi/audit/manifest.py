"""What this app brings to the whole."""

import datetime

from aizuchi.audit.checks import find_problems
from aizuchi.audit.personal_data import PERSONAL_DATA
from aizuchi.audit.tasks import seal_audit_entries
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(
    Every(datetime.timedelta(minutes=1), seal_audit_entries), SystemCheck(find_problems), *PERSONAL_DATA
)
