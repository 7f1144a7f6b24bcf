"""What this app brings to the whole."""

import datetime

from aizuchi.feedback.audit_actions import AUDIT
from aizuchi.feedback.checks import find_problems
from aizuchi.feedback.page_cards import CARDS
from aizuchi.feedback.personal_data import PERSONAL_DATA
from aizuchi.feedback.reminders import ANSWER
from aizuchi.feedback.tasks import make_window_keys, release_what_groups_said, settle_mailbox, sum_up_all_feedback
from aizuchi.kernel.app_urls import AppUrls
from aizuchi.kernel.jobs.schedule import Every
from aizuchi.kernel.manifests import Manifest
from aizuchi.kernel.problems import SystemCheck

manifest = Manifest(
    AppUrls("feedback/", "aizuchi.feedback.urls"),
    AUDIT,
    SystemCheck(find_problems),
    Every(datetime.timedelta(days=1), sum_up_all_feedback, offset=datetime.timedelta(hours=17)),  # 2 at night in Tokyo
    Every(datetime.timedelta(minutes=5), make_window_keys),
    Every(datetime.timedelta(hours=1), settle_mailbox),
    # Counted from a Thursday: in the night to Tuesday in Japan, after a window's last Sunday everywhere.
    Every(datetime.timedelta(days=7), release_what_groups_said, offset=datetime.timedelta(days=4, hours=18)),
    ANSWER,
    *PERSONAL_DATA,
    *CARDS,
)
