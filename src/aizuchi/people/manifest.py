"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.jobs.overview import Stops
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck
from aizuchi.people import checks
from aizuchi.people.audit_actions import AUDIT
from aizuchi.people.models import AddressChange
from aizuchi.people.navigation import ENTRIES
from aizuchi.people.operations.stored_import import list_stopped
from aizuchi.people.personal_data import PERSONAL_DATA
from aizuchi.people.reliances import RELIANCES
from aizuchi.people.tasks import forget_imports, rename_units, settle_address_changes

manifest = Manifest(
    AppUrls("", "aizuchi.people.urls"),
    AUDIT,
    Every(datetime.timedelta(hours=1), forget_imports),
    Every(datetime.timedelta(minutes=15), rename_units),
    Every(datetime.timedelta(hours=1), settle_address_changes),
    LeftOutOfBackups(AddressChange),  # one that was stopped since must not come to hold
    Stops(list_stopped),
    SystemCheck(checks.find_problems),
    *ENTRIES,
    *PERSONAL_DATA,
    *RELIANCES,
)
