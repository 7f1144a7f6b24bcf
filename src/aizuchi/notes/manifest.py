"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.notes.audit_actions import AUDIT
from aizuchi.notes.navigation import ENTRIES
from aizuchi.notes.personal_data import PERSONAL_DATA
from aizuchi.notes.tasks import compact_notes, destroy_old_notes

manifest = Manifest(
    AppUrls("notes/", "aizuchi.notes.urls"),
    AUDIT,
    Every(datetime.timedelta(minutes=5), compact_notes),
    Every(datetime.timedelta(hours=6), destroy_old_notes),
    *ENTRIES,
    *PERSONAL_DATA,
)
