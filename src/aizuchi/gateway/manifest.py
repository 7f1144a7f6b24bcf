"""What this app brings to the whole."""

import datetime

from aizuchi.gateway.audit_actions import AUDIT
from aizuchi.gateway.models import ConnectorToken
from aizuchi.gateway.navigation import ENTRIES, IMPORT_DOOR
from aizuchi.gateway.notices import CONNECTORS
from aizuchi.gateway.page_cards import CARDS
from aizuchi.gateway.personal_data import PERSONAL_DATA
from aizuchi.gateway.record_names import name_connectors
from aizuchi.gateway.tasks import fetch_due_files, forget_old_changes
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.backups import LeftOutOfBackups
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.people.queries.record_names import RecordNames

manifest = Manifest(
    AppUrls("", "aizuchi.gateway.urls"),
    AUDIT,
    CONNECTORS,
    Every(datetime.timedelta(days=1), forget_old_changes),
    Every(datetime.timedelta(minutes=30), fetch_due_files),
    RecordNames(name_connectors),
    LeftOutOfBackups(ConnectorToken),  # one that was ended since must not open again
    IMPORT_DOOR,
    *CARDS,
    *ENTRIES,
    *PERSONAL_DATA,
)
