"""What this app brings to the whole."""

import datetime

from aizuchi.hints.audit_actions import AUDIT
from aizuchi.hints.navigation import ENTRIES
from aizuchi.hints.page_cards import CARDS
from aizuchi.hints.personal_data import PERSONAL_DATA
from aizuchi.hints.tasks import forget_old_impressions, update_hint_scores
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest

manifest = Manifest(
    AppUrls("hints/", "aizuchi.hints.urls"),
    AUDIT,
    Every(datetime.timedelta(minutes=10), update_hint_scores),
    Every(datetime.timedelta(days=1), forget_old_impressions),
    *ENTRIES,
    *PERSONAL_DATA,
    *CARDS,
)
