"""What this app brings to the whole."""

import datetime

from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.staging import Reliance
from aizuchi.pairs.audit_actions import AUDIT
from aizuchi.pairs.models import Pair, UsualRhythm
from aizuchi.pairs.navigation import ENTRIES
from aizuchi.pairs.page_cards import CARDS
from aizuchi.pairs.personal_data import PERSONAL_DATA
from aizuchi.pairs.record_names import name_pairs
from aizuchi.pairs.reminders import ASKED
from aizuchi.pairs.rhythm_notices import RHYTHM
from aizuchi.pairs.tasks import open_and_close_all_due_pairs
from aizuchi.people.queries.record_names import RecordNames

manifest = Manifest(
    AppUrls("pairs/", "aizuchi.pairs.urls"),
    AUDIT,
    Every(datetime.timedelta(minutes=15), open_and_close_all_due_pairs),
    ASKED,
    RHYTHM,
    RecordNames(name_pairs),
    Reliance(Pair, fields=("kind", "mentee", "mentor", "starts_on", "until_on", "circle", "closed_at")),
    Reliance(UsualRhythm),
    *ENTRIES,
    *PERSONAL_DATA,
    *CARDS,
)
